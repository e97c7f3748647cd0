//! How much? Sums of money and shares in percent.

use super::{NUMBERS, Scan};
use crate::text::token::{Token, TokenKind};
use crate::text::words::WordSet;
use std::sync::LazyLock;

words!(
    SCALES,
    "thousand million billion trillion hundred m bn mn mln bln tn k crore crores lakh lakhs"
);
words!(
    CURRENCIES,
    "dollar dollars dlrs euro euros pound pounds sterling yen yuan renminbi ruble rubles rouble roubles rupee rupees \
     rupiah peso pesos cent cents penny pence franc francs won krona kronor krone kroner ringgit baht shekel shekels rial \
     rials riyal riyals dinar dinars dirham dirhams lira naira rand reais real shilling shillings cedi cedis zloty forint \
     hryvnia bolivars bolivares guilders marks lire dong taka kwacha koruna crowns forints \
     fils lari quid stg"
);
words!(
    NATIONS,
    "us u.s. american australian canadian danish swedish norwegian swiss hong kong new zealand singapore british irish \
     egyptian indian mexican turkish jamaican zimbabwe taiwan iraqi kuwaiti"
);
words!(
    CODES,
    "usd eur gbp jpy rs rs. rm sh ksh kshs tsh nt inr myr p us a c hk nz s sek nok dkk chf aud cad cdn cny rmb aed sgd dh \
     dhs gh"
);

words!(
    PLENTIES,
    "tens dozens hundreds thousands millions billions trillions"
);

impl Scan<'_> {
    /// Finds the end of a sum.
    pub(super) fn money(&self, idx: usize) -> Option<usize> {
        let token = self.token(idx)?;
        // *US$45*, *$45*
        let sign_at = if token.is_word()
            && token.is_upper()
            && CODES.has(token.hash)
            && self.token(idx + 1).is_some_and(|sign| !sign.space_before())
        {
            idx + 1
        } else {
            idx
        };
        if self.is_currency_sign(sign_at) && self.is_amount(sign_at + 1) {
            return Some(self.scaled(sign_at + 1));
        }
        // *Rs 20 crore*, *EUR 300 million*, *RM1.2 million*
        if token.is_word() && token.is_capital() {
            if CODES.has(token.hash)
                && self.word(idx).len() >= 2
                && !matches!(self.word(idx), "US" | "us" | "HK" | "NZ" | "Us")
                && self.is_amount(idx + 1)
            {
                return Some(self.scaled(idx + 1));
            }
            let word = self.word(idx);
            let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            let known = matches!(
                &word[..letters],
                "RM" | "Rs"
                    | "Sh"
                    | "KSh"
                    | "Ksh"
                    | "Tsh"
                    | "P"
                    | "R"
                    | "N"
                    | "GHS"
                    | "SR"
                    | "Dh"
                    | "Dhs"
                    | "SEK"
                    | "NOK"
                    | "DKK"
                    | "CHF"
                    | "GBP"
                    | "USD"
                    | "EUR"
                    | "AED"
            );
            let digits = word.len() > letters
                && word[letters..]
                    .bytes()
                    .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','));
            if known && digits && (letters > 1 || SCALES.has(self.hash(idx + 1))) {
                return Some(self.scaled(idx));
            }
            return None;
        }
        // *dlrs 300,000*
        if self.is(idx, "dlrs") && self.is_amount(idx + 1) {
            return Some(self.scaled(idx + 1));
        }
        // *hundreds of millions of dollars*
        let mut at = idx;
        while PLENTIES.has(self.hash(at)) && self.is(at + 1, "of") {
            at += 2;
        }
        if at > idx {
            while NATIONS.has(self.hash(at)) && self.token(at).is_some_and(Token::is_capital) {
                at += 1;
            }
            return CURRENCIES.has(self.hash(at)).then_some(at + 1);
        }
        // *one million rubles*, *20 cents*
        let is_number = token.kind == TokenKind::Number || NUMBERS.get(token.hash).is_some();
        if !is_number {
            return None;
        }
        let mut at = self.scaled(idx);
        while NATIONS.has(self.hash(at)) && self.token(at).is_some_and(Token::is_capital) {
            at += 1;
        }
        let plain = matches!(
            self.word(at),
            "real" | "won" | "marks" | "pound" | "pounds" | "penny"
        );
        let sure = !plain || SCALES.has(self.hash(at - 1));
        (CURRENCIES.has(self.hash(at))
            && (sure || token.has_digit() && self.word(at) != "won" && self.word(at) != "real"))
            .then_some(at + 1)
            .filter(|_| !matches!(self.word(idx), "a" | "an" | "few" | "A" | "An") || at > idx + 1)
    }

    fn is_currency_sign(&self, idx: usize) -> bool {
        self.token(idx)
            .is_some_and(|token| token.kind == TokenKind::Symbol)
            && matches!(
                self.word(idx),
                "$" | "£"
                    | "€"
                    | "¥"
                    | "₹"
                    | "₦"
                    | "₽"
                    | "₩"
                    | "₱"
                    | "₪"
                    | "₺"
                    | "₫"
                    | "₴"
                    | "¢"
            )
    }

    fn is_amount(&self, idx: usize) -> bool {
        self.token(idx)
            .is_some_and(|token| token.kind == TokenKind::Number)
    }

    /// Returns the end of a number whose first token is at `idx`, with its scale: *5.7 billion*, *two hundred*.
    fn scaled(&self, idx: usize) -> usize {
        let mut end = idx + 1;
        // *$5-10 million*
        if self
            .token(end)
            .is_some_and(|t| t.kind == TokenKind::Dash && !t.space_before())
            && self.is_amount(end + 1)
        {
            end += 2;
        }
        // *$8-billion*
        if self.is_hyphen(end) && SCALES.has(self.hash(end + 1)) {
            end += 1;
        }
        while SCALES.has(self.hash(end)) {
            end += 1;
        }
        // *$5 and $7 billion*, *$5 to $7 billion*
        if end == idx + 1
            && (self.is(end, "and") || self.is(end, "to"))
            && self.is_currency_sign(end + 1)
            && self.is_amount(end + 2)
            && SCALES.has(self.hash(end + 3))
        {
            return end + 4;
        }
        end
    }

    /// Finds the end of a share.
    pub(super) fn percent(&self, idx: usize) -> Option<usize> {
        let number = |idx: usize| {
            self.token(idx).is_some_and(|token| {
                token.kind == TokenKind::Number
                    || NUMBERS.get(token.hash).is_some()
                        && !matches!(self.word(idx), "a" | "an" | "A" | "An" | "few")
                    || matches!(
                        self.word(idx),
                        "zero"
                            | "thirty"
                            | "forty"
                            | "fifty"
                            | "sixty"
                            | "seventy"
                            | "eighty"
                            | "ninety"
                    )
            })
        };
        if !number(idx) {
            return None;
        }
        let mut at = idx + 1;
        let joins = self.is(at, "to") || self.token(at).is_some_and(|t| t.kind == TokenKind::Dash);
        if joins && number(at + 1) {
            at += 2;
        }
        match self.word(at) {
            "%" | "percent" | "pct" | "pc" => Some(at + 1),
            "per" if self.is(at + 1, "cent") => Some(at + 2),
            _ => None,
        }
    }
}
