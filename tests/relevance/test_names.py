"""Names are found as papers print them and scrapers mangle them, and nothing else is."""

from __future__ import annotations

import pytest

from pipelines.relevance import load_topic
from pipelines.relevance.names import normalise
from pipelines.relevance.reading import read, terms

TOPIC = load_topic("russia_dprk")


def names(text: str) -> list[str]:
    return [mention.name.entity for mention in TOPIC.finder.find(normalise(text).text) if mention.name.side]


@pytest.mark.parametrize(
    "text",
    [
        "Kakek berusia 90 tahun",
        "BERUSIA LANJUT",
        "Belarusia dan Belarus",
        "para koruptor ditahan",
        "angin puting beliung",
        "perangkat desa",
        "Moskowitz menulis buku",
        "kota Dumai",
        "siswa yang rajin",
        "dprk kecil",
        "Pak Jong",
        "Ali Rusiadi",
    ],
)
def test_words_that_only_look_like_names_are_none(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rusia-lah yang menang", ["Rusia"]),
        ("Rusialah yang menang", ["Rusia"]),
        ("sifat ke-Rusia-an", ["Rusia"]),
        ("Rusia-Korut", ["Rusia", "Korea Utara"]),
        ("Moskow–Pyongyang", ["Moskow", "Pyongyang"]),
        ("Rusia/Korut", ["Rusia", "Korea Utara"]),
        ("AS-Rusia-Korut", ["Rusia", "Korea Utara"]),
        ("#RusiaKorut", ["Rusia", "Korea Utara"]),
        ("PUTIN DAN KIM JONG UN", ["Vladimir Putin", "Kim Jong Un"]),
        ("kim jong-un", ["Kim Jong Un"]),
        ("Kim Jong\u2011un", ["Kim Jong Un"]),
        ("Ko\u200brea U\u00adtara", ["Korea Utara"]),
        ("Korea\u00a0Utara", ["Korea Utara"]),
        ("PresidenRusia Vladimir Putintiba", ["Rusia", "Vladimir Putin"]),
        ("ibu kotaKorea Utarapada Rabu", ["Korea Utara"]),
        ("hari.Kim Jong Unmenyambut", ["Kim Jong Un"]),
        ("Ruia dan Korea utara", ["Rusia", "Korea Utara"]),
        ("Pyonyang, Pyongyyang, Pyongynag", ["Pyongyang"] * 3),
        ("MOSKWA", ["Moskow"]),
        ("DPRK", ["DPRK"]),
    ],
)
def test_names_are_found_in_every_shape_they_come_in(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_offsets_lead_back_to_the_original_text() -> None:
    text = "Di Ru\u200bsia\u00ad ada Ko\u200brea\u00a0Utara."
    normalised = normalise(text)
    quoted = [text[normalised.original(found.start) : normalised.original(found.end)] for found in TOPIC.finder.find(normalised.text)]
    assert quoted == ["Ru\u200bsia\u00ad", "Ko\u200brea\u00a0Utara"]


def counted(text: str) -> set[str]:
    """The sides that an article of this text is found to name, after all that rules a name out."""
    return {term.side for term in terms(read("", text, TOPIC))}


# What means a side, and what looks like it and does not.
TRICKY = {
    "Kim Kardashian": ("Kim Jong-un menerima surat itu.", "Kim Kardashian tampil di Seoul."),
    "Kim Sae-ron": ("Adik Kim, Kim Yo-jong, menjawab.", "Aktris Kim Sae-ron meninggal dunia di Seoul."),
    "a Kim of the South": ("Putin dan Kim bersulang.", "Menteri Pertahanan Kim Yong-hyun ditahan di Seoul."),
    "Korea alone": ("Korea bagian utara dilanda banjir, kata KCNA.", "Korea juara, Korea berpesta."),
    "the other Korea": ("Korea-Utara menembakkan rudal.", "Korea Selatan dan Korea Tengah."),
    "a council in Aceh": ("DPRK menyebut latihan itu provokasi.", "Ketua DPRK Aceh Besar membuka sidang."),
    "a council in Papua": ("Delegasi DPRK tiba.", "DPRK Jayapura membahas anggaran."),
    "diligent": ("Pelabuhan Rajin dibuka lagi.", "Anak itu Rajin belajar. Rajin pangkal pandai."),
    "a saint of Java": ("Pesawat mendarat di Pyongyang.", "Peziarah mendatangi makam Sunan Ampel."),
    "to hold someone up": ("Rudal Nodong dan Hwasong dipamerkan.", "Pelaku nodong korban dengan senjata."),
    "a city of the South": ("Hwasong-17 diluncurkan.", "Pabrik baterai di Hwaseong terbakar."),
    "noodles": ("Pyongyang bungkam.", "Resep naengmyeon Pyongyang untuk siang hari."),
    "Georgia": ("Federasi Rusia mengakuinya.", "Georgia dan Jorjia adalah nama satu negeri di Kaukasus, kata Tbilisi."),
    "Belarus": ("Rusia dan Belarusia berlatih.", "Belarusia, Belarus, atau dahulu Rusia Putih."),
    "one's age": ("RUSIA LANJUTKAN LATIHAN", "LANSIA BERUSIA LANJUT"),
    "a restaurant": ("Delegasi makan malam di sebuah restoran di Moskow.", "Restoran Moskow di Kemang menawarkan borscht."),
    "a drink": ("Ia terbang ke Moscow.", "Segelas Moscow mule dan sepiring salad Rusia."),
    "a town in Idaho": ("Moskow, kata Peskov, siap.", "Polisi kota Moscow, Idaho, menahan tersangka."),
    "a cup": ("Kremlin menyambut tamu.", "Ia juara Piala Kremlin."),
    "a World Cup's host": ("Rusia membantah tuduhan itu.", "Prancis juara Piala Dunia 2018 Rusia."),
    "a tennis player": ("Dmitry Medvedev mengejek Barat.", "Petenis Daniil Medvedev lolos ke semifinal."),
    "a tank battle": ("Tentara itu tewas di Kursk.", "Pertempuran tank Kursk pada 1943 melibatkan ribuan tank."),
    "a village in Halmahera": ("Duma meratifikasinya.", "Warga Desa Duma di Halmahera Utara merayakan panen."),
    "a cosmodrome": ("Kosmodrom Vostochny menjadi tempat pertemuan.", "Kosmodrom baru dibangun di Biak."),
    "a tiger": ("Jembatan di Sungai Amur dibuka.", "Kebun binatang itu memelihara harimau Amur."),
    "a Javanese name": ("Kereta berhenti di Stasiun Khasan.", "Kiai Khasan memimpin pengajian."),
    "a chief minister": ("Rusia menurunkan patung Stalin.", "Ketua Menteri Tamil Nadu MK Stalin berpidato."),
    "a family name": ("Andrey Rudenko bertemu rekannya.", "Rudenko mencetak dua gol."),
    "a fleet": ("Armada Pasifik Rusia berlatih.", "Armada Pasifik AS berlatih."),
}


@pytest.mark.parametrize(("means", "looks"), TRICKY.values(), ids=list(TRICKY))
def test_a_name_that_could_be_another_counts_only_where_it_is_meant(means: str, looks: str) -> None:
    assert counted(means)
    assert not counted(looks)


def test_a_longer_name_hides_the_name_inside_it_and_no_other() -> None:
    assert names("Kim Kardashian, Kim Jong Un, dan Kim") == ["Kim Jong Un", "Kim"]
    assert names("salad Rusia dari Rusia") == ["Rusia"]


def test_a_weak_name_counts_beside_a_strong_one_of_its_side() -> None:
    assert {term.name for term in terms(read("", "Khasan di perbatasan Rusia. Peron Khasan ramai.", TOPIC))} == {"Rusia", "Khasan"}
    assert counted("Khasan dan Tumangang terhubung rel.") == {"russia", "dprk"}
