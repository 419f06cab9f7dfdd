"""How well and how fast single messages are understood, beside scikit-learn on the same messages.

    python -m tests.benchmarks.understanding

The rival is what one would write first: ``TfidfVectorizer`` over characters and a logistic regression,
trained on the very same messages and measured on those held out. It reads only the kind; we read
everything (masking, products, facts, symptoms), and also our classifier alone is timed.
"""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from bot.knowledge.load import load, shipped
from bot.knowledge.measure import figures
from bot.knowledge.messages import LabelledMessage, held_out_messages, training_messages
from bot.model.catalogue import Catalogue
from bot.triage.understand.meaning.classifier import Classifier
from bot.triage.understand.products.matcher import ProductMatcher
from bot.triage.understand.reader import MessageReader

KNOWLEDGE: Path = shipped()
SYLLABLES = ("ka", "ki", "mo", "ne", "ri", "su", "to", "ya", "no", "ban", "len", "sor", "ped")
BINS = (0.0, 0.3, 0.5, 0.7, 0.85, 0.95, 1.01)


def timed(read: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds of CPU for each text, sorted."""
    spent = []
    for text in texts:
        start = time.process_time()
        read(text)
        spent.append((time.process_time() - start) * 1e3)
    return sorted(spent)


def say_speed(name: str, spent: list[float], beside: float) -> None:
    """One line: messages a second on one core, slowest, and the ratio to the rival."""
    mean = statistics.mean(spent)
    p99 = spent[int(0.99 * len(spent))]
    print(
        f"{name:32} {1e3 / mean:8.0f} messages/s  p99 {p99:6.2f} ms  {beside / mean:5.2f} of the rival"
    )


def say_reliability(reader: MessageReader, messages: Sequence[LabelledMessage]) -> None:
    """How often the kind is right, by how certain we said we were."""
    read = [(reader.read(m.text), m) for m in messages]
    print("certainty      messages  mean certainty  right")
    for low, high in pairwise(BINS):
        inside = [(u, m) for u, m in read if low <= u.certainty < high]
        if inside:
            right = [u.kind is m.kind or u.kind in m.also for u, m in inside]
            mean = statistics.mean(u.certainty for u, _ in inside)
            print(
                f"{low:.2f} to {high:.2f}   {len(inside):8} {mean:15.2f} {statistics.mean(right):6.2f}"
            )


def say_matcher(catalogue: Catalogue) -> None:
    """The time to build a matcher for 5,000 names."""
    lots = random.Random(7)
    pattern = next(iter(catalogue.products.values()))
    products = {}
    for number in range(2500):
        name = "".join(lots.choices(SYLLABLES, k=4)).title()
        kana = "".join(chr(lots.randrange(ord("ア"), ord("ン"))) for _ in range(7))
        products[str(number)] = replace(pattern, id=str(number), name=name, names=(kana,))
    start = time.perf_counter()
    ProductMatcher(Catalogue(products))
    print(f"matcher of 5,000 names built in {time.perf_counter() - start:.3f} s")


def main() -> None:
    """Train the rival, compare, and print the tables."""
    start = time.perf_counter()
    knowledge = load(KNOWLEDGE)
    loaded = time.perf_counter()
    reader = MessageReader(knowledge)
    print(f"knowledge {loaded - start:.3f} s, reader {time.perf_counter() - loaded:.3f} s")
    training, held_out = training_messages(KNOWLEDGE), held_out_messages(KNOWLEDGE)
    rival = make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), min_df=2),
        LogisticRegression(C=10, max_iter=300),
    ).fit([m.text for m in training], [m.kind.value for m in training])
    texts = [m.text for m in held_out if len(m.text) <= 1000]
    for message in training[::8]:  # a running desk knows common words, but not the next message
        reader.read(message.text)
    everything = timed(reader.read, texts)
    rivals = timed(lambda text: rival.predict([text]), texts)
    features = {text: reader.features(text) for text in texts}
    classifier = Classifier(knowledge.weights)
    beside = statistics.mean(rivals)
    say_speed("scikit-learn, kind alone", rivals, beside)
    say_speed("our classifier alone", timed(lambda t: classifier.read(*features[t]), texts), beside)
    say_speed("everything (Reader.read)", everything, beside)
    told = rival.predict([m.text for m in held_out])
    right = [k == m.kind or k in m.also for k, m in zip(told, held_out, strict=True)]
    ours = figures(held_out, reader.read)
    print(
        f"kind right on {len(held_out)} held out: ours {ours.kind:.3f}, rival {statistics.mean(right):.3f}"
    )
    say_matcher(knowledge.catalogue)
    say_reliability(reader, held_out)


if __name__ == "__main__":
    main()
