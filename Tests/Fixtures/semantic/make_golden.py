"""Makes the golden token ids and vectors of this folder from transformers' own BertModel.

    pip install torch transformers safetensors numpy
    python make_golden.py --encoder DIR --items catalogue.json

writes sentences.json (own texts and their token ids), sentences.safetensors (`vectors`, by the mean of all tokens,
and `cls`, the first token's, of the first sentences) and items.safetensors (`ids`, `vectors` of all MovieLens items
as the bits of float16, whose rounding moves a cosine by less than 1e-6: no text of the data set is kept).
"""

import argparse
import json
import pathlib

import numpy as np
import torch
from safetensors.numpy import save_file
from transformers import BertModel, BertTokenizerFast

HERE = pathlib.Path(__file__).parent
GENRES = (
    "unknown Action Adventure Animation Children's Comedy Crime Documentary Drama Fantasy "
    "Film-Noir Horror Musical Mystery Romance Sci-Fi Thriller War Western"
).split()

# (text, how often it is repeated)
TORTURE = [
    ("", 1),
    (" \t\r\n ", 1),
    ("a", 1),
    ("The quick brown fox jumps over the lazy dog.", 1),
    ("don't stop-believing, it's 50% off!!! e-mail: a.b@c.de #1 $5 ~x~ ^y^ `z`", 1),
    ("Amélie Poulain: Le fabuleux destin d'Amélie, façade, naïve, Ångström, Łódź, Straße, ŒUVRE", 1),
    ("e\u0301\u0327 o\u0308 a\u030a\u0323 \u0301 q\u0307\u0323 Z\u0351\u036b\u0343\u036a\u0302alg\u0489o", 1),
    ("İstanbul ıspanak ǅungla ﬁn ﬀ ß ẞ ŉ", 1),
    ("Война и мир. Ёлка, Їжак; бъдеще", 1),
    ("Ὀδύσσεια ΑΣ Σίσυφος ᾳ ΐ", 1),
    ("七人の侍 (しちにんのさむらい) ガンダム ガ がぎ", 1),
    ("卧虎藏龙 臥虎藏龍 𠀀𠮷 豈 〇 々", 1),
    ("기생충 올드보이 \u1100\u1161\u11a8", 1),
    ("مرحبا بالعالم، السّلام؟ ١٢٣", 1),
    ("שָׁלוֹם עולם", 1),
    ("नमस्ते दुनिया। क्षत्रिय", 1),
    ("สวัสดีชาวโลก น้ำ", 1),
    ("வணக்கம் తెలుగు ಕನ್ನಡ മലയാളം বাংলা", 1),
    ("Tiếng Việt: Mùi đu đủ xanh", 1),
    ("👍🏽 👨‍👩‍👧‍👦 🇨🇭 ☃️ 🎬🍿 great movie 😂😂", 1),
    ("zero\u200bwidth \u200djoin \ufeffbom soft\u00adhyphen left\u200emark nbsp\u00a0thin\u2009ideo\u3000end", 1),
    ("nul\u0000 bell\u0007 esc\u001b[0m del\u007f nel\u0085 rep\ufffd lone line\u2028par\u2029vt\u000bff\u000cend", 1),
    ("private \ue000 plane16 \U0010fffd tag \U000e0041 noncharacter \ufdd0", 1),
    ("[CLS] literal [SEP] and [MASK] [PAD] [UNK] [cls] ##ing [unused5]", 1),
    ("-- — – … “quoted” ‘single’ «guillemets» 「」 ¡hola! ¿qué? § ¶ † ‡ • № ™ © ® ° ± × ÷ € £ ¥", 1),
    ("1/2 ½ ² ³ Ⅷ ① ㎏ ﹪ ％ ＡＢＣ ａｂｃ １２３", 1),
    ("x" * 100, 1),
    ("x" * 101, 1),
    ("supercalifragilisticexpialidocious antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis", 1),
    ("𝒽𝑒𝓁𝓁𝑜 𝔴𝔬𝔯𝔩𝔡 Ⓗⓔⓛⓛⓞ 🅷🅴", 1),
    ("word " * 10, 500),
    ("日本語の長い文章です。", 200),
    ("é🎬 don't ", 700),
    ("No Title", 1),
    ("https://example.org/a?b=c&d=%20#frag user_name@host 2001:db8::1 C:\\dir\\file", 1),
    ("\U0001e900\U0001e922 \U00010400\U00010428 \ua64a\u1c88 \u13a0\uab70", 1),
]

SUBJECTS = "The Clockmaker|A Winter|Harbour Lights|Sister Moon|Iron Orchard|Three Letters|Paper Tigers|Last Ferry".split("|")
PLACES = "of Lisbon|in Tashkent|at Midnight|and the Sea|Without Rain|on Rue Obscure|Returns|, Part II".split("|")


def invented():
    """64 texts in the form of an item's text, about films that do not exist."""
    texts = []
    for index in range(64):
        title = SUBJECTS[index % 8] + ("" if PLACES[index // 8][0] == "," else " ") + PLACES[index // 8]
        picked = [GENRES[1 + (index * 5 + step * 7) % 18] for step in range(1 + index % 4)]
        names = ", ".join(sorted(set(picked), key=GENRES.index))
        texts.append(f"{title} ({1922 + index}). Genres: {names}.")
    return texts


def items(path):
    """Raw id and text of every item of a bundle's catalogue.json, as the catalogue writes it."""
    catalogue = json.loads(path.read_text())
    columns, names = catalogue["items"], catalogue["genres"]
    result = []
    for identifier, title, year, mask in zip(*(columns[name] for name in ("ids", "titles", "years", "genres"))):
        genres = [name for bit, name in enumerate(names) if mask >> bit & 1 and name != "unknown"]
        parts = [f"{title} ({year})." if year else f"{title}."] if title else []
        parts += [f"Genres: {', '.join(genres)}."] if genres else []
        result.append((identifier, " ".join(parts) or "Unknown."))
    return result


class Reference:
    def __init__(self, folder):
        self.tokenizer = BertTokenizerFast.from_pretrained(folder)
        self.model = BertModel.from_pretrained(folder).eval()
        settings = json.loads((folder / "sentence_bert_config.json").read_text())
        self.limit = min(settings["max_seq_length"], self.model.config.max_position_embeddings)

    def ids(self, text):
        return self.tokenizer(text, truncation=True, max_length=self.limit)["input_ids"]

    @torch.no_grad()
    def vectors(self, text):
        """Of length 1: by the mean of all tokens, and the first token's."""
        tokens = torch.tensor([self.ids(text)])
        hidden = self.model(input_ids=tokens, attention_mask=torch.ones_like(tokens)).last_hidden_state[0]
        both = torch.stack([hidden.mean(dim=0), hidden[0]])
        return torch.nn.functional.normalize(both, dim=1).numpy()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--encoder", type=pathlib.Path, required=True)
    parser.add_argument("--items", type=pathlib.Path, required=True)
    options = parser.parse_args()
    reference = Reference(options.encoder)

    sentences = TORTURE + [(text, 1) for text in invented()]
    records = [{"text": t, "repeat": n, "ids": reference.ids(t * n)} for t, n in sentences]
    (HERE / "sentences.json").write_text(
        "[\n" + ",\n".join(json.dumps(r, separators=(",", ":")) for r in records) + "\n]\n"
    )
    both = np.stack([reference.vectors(t * n) for t, n in sentences])
    vectors = {"vectors": both[:, 0].copy(), "cls": both[: len(TORTURE), 1].copy()}
    save_file(vectors, HERE / "sentences.safetensors")

    catalogue = items(options.items)
    vectors = np.stack([reference.vectors(text)[0] for _, text in catalogue]).astype(np.float16)
    identifiers = np.array([identifier for identifier, _ in catalogue], dtype=np.int32)
    save_file({"ids": identifiers, "vectors": vectors.view(np.uint16)}, HERE / "items.safetensors")


if __name__ == "__main__":
    main()
