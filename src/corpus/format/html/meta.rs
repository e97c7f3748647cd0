//! The meta tags of a page: `OpenGraph`, Dublin Core, microdata and the names that houses made up.

use crate::corpus::tree::Tree;

/// A page with more meta tags than this is no page for readers.
const MAX_TAGS: usize = 400;

/// Names in lower case and contents.
pub(super) struct Meta(Vec<(String, String)>);

impl Meta {
    /// Collects the meta tags of a page.
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let mut tags = Vec::new();
        for node in tree.all("meta").take(MAX_TAGS) {
            let content = ["content", "datetime", "value"]
                .iter()
                .find_map(|key| node.attribute(key));
            let Some(content) = content else { continue };
            for key in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(name) = node.attribute(key) {
                    tags.push((name.to_lowercase(), content.clone()));
                }
            }
        }
        Self(tags)
    }

    /// Returns what the first of these names says that is there.
    pub(super) fn first(&self, names: &[&str]) -> Option<String> {
        self.first_named(names).map(|(_, content)| content)
    }

    /// Returns the first of these names that is there, and what it says.
    pub(super) fn first_named(&self, names: &[&str]) -> Option<(String, String)> {
        let named = |name: &&str| self.0.iter().find(|(known, _)| known == name);
        names.iter().find_map(named).cloned()
    }
}
