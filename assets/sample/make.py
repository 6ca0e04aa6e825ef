#!/usr/bin/env python3
"""Makes the sample story: the-fog-bell.ogg, .txt and .json, from the script below.

Every sentence is synthesised by itself and laid on a timeline, so its times are known exactly: they are where it was
put. The synthesiser says where each word lies within its sentence. Nothing is measured from the finished sound.

Needs Debian's flite, libflite1, sox and ffmpeg. Run it in this folder: python3 make.py
"""

import array
import ctypes
import json
import math
import random
import subprocess
import tempfile
import wave
from dataclasses import dataclass, field
from pathlib import Path

RATE = 32000  # samples a second of the mix
NAME = "the-fog-bell"
HERE = Path(__file__).parent

TITLE = "The Fog Bell of Wren Harbor"
AUTHORS = ["The Alongside authors"]
SOURCE = "Alongside"
PUBLISHED = "2026-11-23"
RIGHTS = "Written for Alongside by its authors, and given to everyone (CC0 1.0). The voices are synthesised."

PAUSE_SENTENCE = 0.32  # seconds between the sentences of a turn
PAUSE_TURN = 0.62  # and between turns


@dataclass
class Voice:
    """How one person sounds: a flite voice, how slowly it speaks, its size (above 1: smaller and higher), its level."""

    flite: str
    stretch: float = 1.0
    size: float = 1.0
    rms: float = 0.085
    effects: list = field(default_factory=list)


STUDIO = ["highpass", "70", "treble", "+4", "3000"]
TAPE = ["highpass", "220", "lowpass", "6500", "equalizer", "1800", "1q", "+3", "reverb", "12", "50", "30"]

VOICES = {
    "station": Voice("awb", 1.0, 0.90, 0.075, STUDIO),
    "Nora Field": Voice("slt", 1.08, 0.97, 0.085, STUDIO),
    "Tom Alder": Voice("rms", 1.0, 1.0, 0.085, STUDIO),
    "Duncan Reid": Voice("awb", 1.06, 1.0, 0.075, TAPE),
    "Lily Moss": Voice("slt", 1.22, 1.16, 0.075, TAPE),
}

# The first line is heard and is not in the transcript, as on the radio.
STATION = "You are listening to Alongside."

# label as printed, speaker, role, sentences; a turn without a speaker is a sound.
SCRIPT = [
    ("NORA FIELD, HOST", "Nora Field", "host", [
        "In the town of Wren Harbor, fog comes in from the sea on about 80 mornings a year.",
        "For a century, one sound brought the boats home.",
        "Then it fell silent.",
        "Tom Alder reports on the people who gave the harbor back its bell.",
    ]),
    ("", "", "", ["(SOUNDBITE OF BELL)"]),
    ("TOM ALDER, BYLINE", "Tom Alder", "byline", [
        "That is the fog bell, at the end of the old stone pier.",
        "It weighs as much as a small car, and for thirty years it did not ring.",
        "The town had put in an electric horn.",
        "Duncan Reid, who mends nets here, never took to it.",
    ]),
    ("DUNCAN REID", "Duncan Reid", "", [
        "The horn tells you where the pier is.",
        "The bell told you that somebody was awake, and thinking of you.",
    ]),
    ("ALDER", "Tom Alder", "", [
        "So last winter, Mr. Reid climbed the tower with a new rope and a pot of grease.",
        "He asked for one helper.",
        "Forty people came.",
        "The youngest is Lily Moss, who is nine.",
        "She has the Tuesday watch, with her grandmother.",
    ]),
    ("LILY MOSS", "Lily Moss", "", [
        "You pull, and you count to ten, and you pull again.",
        "My arms get tired.",
        "But then you hear a boat answer, and you are not tired any more.",
    ]),
    ("ALDER", "Tom Alder", "", [
        "Nobody needs the bell to find the harbor now.",
        "Every boat has a map that glows in the dark.",
        "But on foggy mornings, the skippers slow their engines, and they listen.",
        "Some of them say that they are only being polite.",
    ]),
    ("REID", "Duncan Reid", "", [
        "Polite?",
        "They sound their horns back.",
        "That is not being polite.",
        "That is a conversation.",
    ]),
    ("ALDER", "Tom Alder", "", [
        "The list of ringers hangs by the tower door, written in pencil.",
        "There is always room at the bottom for one more name.",
        "Tom Alder, Wren Harbor.",
    ]),
]


class Flite:
    """The flite library: text to samples, with the times of its words."""

    def __init__(self):
        load = lambda name: ctypes.CDLL(f"lib{name}.so.1", mode=ctypes.RTLD_GLOBAL)
        self.lib = load("flite")
        load("flite_usenglish"), load("flite_cmulex")
        self.lib.flite_init()
        pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_float
        for name, result, arguments in [
            ("flite_synth_text", pointer, [text, pointer]),
            ("utt_relation", pointer, [pointer, text]),
            ("utt_wave", pointer, [pointer]),
            ("relation_head", pointer, [pointer]),
            ("item_next", pointer, [pointer]),
            ("item_daughter", pointer, [pointer]),
            ("flite_ffeature_float", number, [pointer, text]),
            ("flite_ffeature_string", text, [pointer, text]),
            ("flite_feat_set_float", None, [pointer, text, number]),
            ("cst_wave_save_riff", ctypes.c_int, [pointer, text]),
        ]:
            function = getattr(self.lib, name)
            function.restype, function.argtypes = result, arguments
        self.voices = {}
        for name in ("slt", "rms", "awb"):
            register = getattr(load(f"flite_cmu_us_{name}"), f"register_cmu_us_{name}")
            register.restype, register.argtypes = pointer, [text]
            self.voices[name] = register(None)

    def speak(self, name, stretch, sentence, path):
        """Writes the sentence to path and gives the start and end in seconds of each of its tokens."""
        voice = self.voices[name]
        # cst_voice is { const char *name; cst_features *features; … }.
        features = ctypes.cast(voice + ctypes.sizeof(ctypes.c_void_p), ctypes.POINTER(ctypes.c_void_p))[0]
        self.lib.flite_feat_set_float(features, b"duration_stretch", stretch)
        utterance = self.lib.flite_synth_text(sentence.encode(), voice)
        self.lib.cst_wave_save_riff(self.lib.utt_wave(utterance), str(path).encode())
        tokens = []
        token = self.lib.relation_head(self.lib.utt_relation(utterance, b"Token"))
        while token:
            first = last = self.lib.item_daughter(token)
            while self.lib.item_next(last):
                last = self.lib.item_next(last)
            at = self.lib.flite_ffeature_float
            tokens.append((
                at(first, b"R:SylStructure.daughter1.daughter1.R:Segment.p.end"),
                at(last, b"R:SylStructure.daughtern.daughtern.R:Segment.end"),
            ))
            token = self.lib.item_next(token)
        return tokens


def read_wave(path):
    with wave.open(str(path)) as file:
        assert file.getframerate() == RATE and file.getnchannels() == 1
        return [sample / 32768 for sample in array.array("h", file.readframes(file.getnframes()))]


def write_wave(path, samples):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1), file.setsampwidth(2), file.setframerate(RATE)
        limit = lambda x: max(-32767, min(32767, round(x * 32767)))
        file.writeframes(array.array("h", (limit(x) for x in samples)).tobytes())


def say(flite, voice, sentence, folder):
    """One sentence: its samples without the silence around it, and the times of its words from its first sound on."""
    raw, cooked = folder / "raw.wav", folder / "cooked.wav"
    spoken = flite.speak(voice.flite, voice.stretch, sentence, raw)
    # A smaller person: the same samples, played faster. The times shrink with them.
    subprocess.run(["sox", "-D", "-r", str(round(16000 * voice.size)), raw, "-r", str(RATE), "-b", "16", cooked, "gain", "-6",
                    "rate", "-v", str(RATE), *voice.effects], check=True)
    samples = read_wave(cooked)
    words = [(start / voice.size, end / voice.size) for start, end in spoken]
    first, last = words[0][0], words[-1][1]
    # A little of the breath before and after is kept; the times count from the first sound.
    samples = samples[round((first - 0.02) * RATE): round((last + 0.08) * RATE)]
    loud = math.sqrt(sum(x * x for x in samples) / len(samples))
    edge = round(0.01 * RATE)
    for i in range(edge):
        samples[i] *= i / edge
        samples[-1 - i] *= i / edge
    return [x * voice.rms / loud for x in samples], [(start - first, end - first) for start, end in words]


def add(mix, at, samples, level=1.0):
    """Lays samples on the mix, the first at the given second."""
    start = round(at * RATE)
    mix.extend([0.0] * (start + len(samples) - len(mix)))
    for i, sample in enumerate(samples):
        mix[start + i] += sample * level


def pluck(pitch, seconds, level):
    """A soft plucked string: a few harmonics, the higher the sooner gone."""
    out = [0.0] * round(seconds * RATE)
    for harmonic, strength in ((1, 1.0), (2, 0.35), (3, 0.16), (4, 0.07)):
        step, fade = 2 * math.pi * pitch * harmonic / RATE, math.exp(-(0.9 + 0.8 * harmonic) / RATE)
        now = level * strength
        for i in range(len(out)):
            out[i] += now * math.sin(step * i)
            now *= fade
    for i in range(round(0.006 * RATE)):
        out[i] *= i / (0.006 * RATE)
    for i in range(round(0.1 * RATE)):
        out[-1 - i] *= i / (0.1 * RATE)
    return out


def bell(seconds, level):
    """One stroke of a bell: the partials of a church bell (hum, prime, tierce, quint, nominal …), each fading at its pace."""
    out = [0.0] * round(seconds * RATE)
    for ratio, strength, pace in ((0.5, 0.55, 0.45), (1, 0.8, 0.8), (1.19, 0.7, 1.0), (1.5, 0.25, 1.6), (2, 0.75, 1.5),
                                  (2.01, 0.4, 1.7), (2.52, 0.25, 2.6), (2.99, 0.3, 3.0), (4.1, 0.22, 4.5), (5.4, 0.12, 7.0)):
        step, fade, now = 2 * math.pi * 330 * ratio / RATE, math.exp(-pace / RATE), level * strength / 4
        for i in range(len(out)):
            out[i] += now * math.sin(step * i)
            now *= fade
    for i in range(round(0.003 * RATE)):
        out[i] *= i / (0.003 * RATE)
    for i in range(round(0.4 * RATE)):
        out[-1 - i] *= i / (0.4 * RATE)
    return out


def theme(seconds, level):
    """A slow broken chord in D, over and over, that swells at first and fades at the end."""
    mix = []
    notes = [146.83, 220.00, 293.66, 369.99, 440.00, 369.99, 293.66, 220.00,
             123.47, 185.00, 246.94, 293.66, 369.99, 293.66, 246.94, 185.00]
    at, n = 0.0, 0
    while at < seconds - 3:
        add(mix, at, pluck(notes[n % len(notes)], 2.8, level * (1.0 if n % 8 == 0 else 0.6)))
        at, n = at + 0.36, n + 1
    return mix


def sea(seconds, level):
    """Waves on a shingle beach: soft noise that comes and goes, no two waves alike."""
    chance = random.Random(7)
    out, low, lower = [], 0.0, 0.0
    for i in range(round(seconds * RATE)):
        t = i / RATE
        low += 0.11 * (chance.uniform(-1, 1) - low)
        lower += 0.25 * (low - lower)
        swell = 0.45 + 0.3 * math.sin(2 * math.pi * t / 7.3) + 0.2 * math.sin(2 * math.pi * t / 4.1 + 1)
        edge = min(1.0, t / 2, (seconds - t) / 3)
        out.append(level * swell * edge * lower)
    return out


def horn(seconds, level):
    """A boat's horn, far off."""
    out = []
    for i in range(round(seconds * RATE)):
        t = i / RATE
        edge = min(1.0, t / 0.12, (seconds - t) / 0.3)
        tone = sum(math.sin(2 * math.pi * 174.6 * k * t) / k ** 1.4 for k in range(1, 6))
        out.append(level * edge * tone)
    return out


def fade(samples, points):
    """Levels over time: points are (second, level), straight lines between them."""
    out, n = [], 0
    for i, sample in enumerate(samples):
        t = i / RATE
        while n + 2 < len(points) and t > points[n + 1][0]:
            n += 1
        (t0, a), (t1, b) = points[n], points[n + 1]
        out.append(sample * (a + (b - a) * min(1.0, max(0.0, (t - t0) / (t1 - t0)))))
    return out


def build(flite, folder):
    """The mix, and for each turn of the script its sentences as (start, end, [(start, end) of each word])."""
    mix, turns = [], []
    samples, _ = say(flite, VOICES["station"], STATION, folder)
    add(mix, 2.6, samples)
    now = 2.6 + len(samples) / RATE + 1.5
    host = now
    for _, speaker, _, sentences in SCRIPT:
        if not speaker:  # the bell
            now += 0.2
            turns.append([(now, now + 5.8, [])])
            ringing = now
            add(mix, now, bell(6.5, 0.42))
            add(mix, now + 2.4, bell(6.5, 0.34))
            now += 5.8 + PAUSE_TURN - 0.4
            continue
        timed = []
        for sentence in sentences:
            samples, words = say(flite, VOICES[speaker], sentence, folder)
            add(mix, now - 0.02, samples)
            timed.append((now, now + words[-1][1], [(now + start, now + end) for start, end in words]))
            now += words[-1][1] + PAUSE_SENTENCE
        now += PAUSE_TURN - PAUSE_SENTENCE
        if speaker == "Lily Moss":  # a boat answers
            add(mix, now - 0.2, horn(1.5, 0.030))
            now += 1.5
        turns.append(timed)
    end = now
    # What lies under the voices is 20 dB softer than they are, as WCAG 1.4.7 asks for those who hear speech with trouble.
    add(mix, 0, fade(theme(ringing + 1, 0.16), [(0, 0.7), (2.1, 0.8), (2.6, 0.09), (host - 1.3, 0.09), (host - 0.8, 0.6),
                                               (host, 0.1), (ringing - 4, 0.06), (ringing, 0)]))
    add(mix, ringing - 1, sea(end - ringing + 3, 0.07))
    add(mix, end - 0.6, fade(theme(9, 0.16), [(0, 0), (2.0, 0.7), (5, 0.6), (8.8, 0)]))
    return mix, turns


def story(turns, duration):
    """The story as Alongside's JSON."""
    second = lambda x: round(x, 3)
    out = []
    for n, ((_, speaker, _, sentences), timed) in enumerate(zip(SCRIPT, turns), 1):
        turn = {"n": n, "speaker": speaker, "kind": "speech" if speaker else "sound", "text": " ".join(sentences),
                "start_s": second(timed[0][0]), "end_s": second(timed[-1][1]), "confidence": 1.0,
                "sentences": [{"text": text, "start_s": second(start), "end_s": second(end), "confidence": 1.0}
                              for text, (start, end, _) in zip(sentences, timed)]}
        if speaker:
            turn["words"] = []
            for text, (_, _, words) in zip(sentences, timed):
                tokens = text.split()
                assert len(tokens) == len(words), (tokens, words)
                for token, (start, end) in zip(tokens, words):
                    word = token if token == "Mr." else token.strip(".,?!")
                    turn["words"].append({"text": word, "start_s": second(start), "end_s": second(end), "confidence": 1.0})
        else:
            del turn["speaker"]
        out.append(turn)
    speakers = []
    for _, name, role, _ in SCRIPT:
        if name and name not in [s["name"] for s in speakers]:
            speakers.append({"name": name, "role": role} if role else {"name": name})
    return {"title": TITLE, "authors": AUTHORS, "source": SOURCE, "published": PUBLISHED, "language": "en-US",
            "rights": RIGHTS, "audio": {"type": "audio/ogg", "duration_s": second(duration)},
            "speakers": speakers, "turns": out}


def text():
    """The transcript as it would be published."""
    lines = ["Title: " + TITLE, "By: " + ", ".join(AUTHORS), "Published: November 23, 2026", "Source: " + SOURCE,
             "Language: en-US", "Rights: " + RIGHTS, ""]
    for label, _, _, sentences in SCRIPT:
        lines += [(label + ": " if label else "") + " ".join(sentences), ""]
    return "\n".join(lines)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mix, turns = build(Flite(), folder)
        mix += [0.0] * RATE
        while mix and abs(mix[-1]) < 1e-4:
            mix.pop()
        peak = max(abs(x) for x in mix)
        write_wave(folder / "mix.wav", [x * min(1.0, 0.89 / peak) for x in mix])
        subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", folder / "mix.wav", "-c:a", "libvorbis", "-q:a", "1",
                        "-map_metadata", "-1", "-metadata", f"title={TITLE}", "-metadata", "artist=Alongside",
                        "-fflags", "+bitexact", "-flags:a", "+bitexact", HERE / f"{NAME}.ogg"], check=True)
        seconds = len(mix) / RATE
    body = json.dumps(story(turns, seconds), indent=1, ensure_ascii=False)
    (HERE / f"{NAME}.json").write_text(body + "\n")
    (HERE / f"{NAME}.txt").write_text(text())
    print(f"{seconds:.2f} s, peak {peak:.2f}")


if __name__ == "__main__":
    main()
