"""Short reports in English and twelve other languages, written for the calibration of the check of the language."""

# ruff: noqa: E501

ENGLISH_HEADLINES = """\
Putin, Xi meet in Samarkand
Merkel-Macron talks in Meseberg
Lavrov, Kerry, Zarif in Vienna
Abbas-Netanyahu summit off
Erdogan: no deal
Seoul, Pyongyang restore hotline
Bogota, FARC sign ceasefire
Zelensky in Warsaw, Duda in Kyiv
Khartoum denies raid on El Fasher
Tshisekedi, Kagame to meet in Luanda
Sanaa: Houthi envoy Abdulsalam in Muscat
Tripoli, Benghazi, Misrata: three armies, one truce
Maduro to Guaido: no
Nagorno-Karabakh: Pashinyan, Aliyev in Sochi
Macron a Kiev
Morales quits
Ouagadougou, Bamako, Niamey leave ECOWAS
Sisi, Abiy, Hamdok: Nile dam talks fail
Jokowi visits Moscow
Lula, Petro, Boric in Brasilia
Nicosia
Dodik v. Schmidt
Kosovo-Serbia: Kurti, Vucic, Borrell in Brussels
Guterres: Sahel "en feu"
Aung San Suu Kyi meets Min Aung Hlaing
Tsipras-Zaev accord at Psarades
Juba: Kiir, Machar sign""".splitlines()

ENGLISH_REPORTS = """\
QUITO, May 3 - Foreign Minister José Valencia received Ambassador Nguyễn Thị Hằng on Friday.
Niinistö and Löfven met in Visby.
Prime Minister Zoran Zaev of North Macedonia and Alexis Tsipras met at Psarades, near Florina, Kozani and Bitola.
The Élysée said Mr Macron will see Mr Scholz.
Kim Yo Jong: "Rubbish."
Talks between Burhan and Hemedti, brokered in Jeddah, collapsed.
Bishkek (AKIpress) - Japarov, Rahmon, Mirziyoyev, Tokayev and Berdimuhamedow signed a treaty in Cholpon-Ata.""".splitlines()

OTHERS = {
    "fr": [
        "Macron reçoit le président ukrainien à Paris",
        "Accord à Genève sur un cessez-le-feu",
        "Le ministre des affaires étrangères a rencontré lundi son homologue chilien à Lima. « Nous n’avons rien signé », "
        "a-t-il déclaré après deux heures d’entretien.",
    ],
    "es": [
        "El presidente viaja a Lima para negociar",
        "Chile y Perú firman la paz",
        "La canciller se reunió el martes con su homólogo peruano en Santiago y exigió que las tropas se retiren antes de "
        "que comiencen las conversaciones.",
    ],
    "de": [
        "Bundeskanzler trifft türkischen Präsidenten",
        "Keine Einigung in Wien",
        "Die Außenminister beider Staaten haben sich am Montag in Genf getroffen. Ein Abkommen kam nicht zustande, weil "
        "keine Seite ihre Truppen abziehen will.",
    ],
    "it": [
        "Il ministro incontra l’ambasciatore libico",
        "Nessun accordo a Ginevra",
        "Il presidente del Consiglio ha incontrato oggi a Roma il suo omologo greco. Le parti non hanno raggiunto alcuna "
        "intesa sul confine.",
    ],
    "pt": [
        "Presidente recebe o embaixador da China",
        "Sem acordo em Genebra",
        "O ministro das Relações Exteriores reuniu-se na segunda-feira com o seu homólogo chileno e recusou a proposta de "
        "retirada das tropas.",
    ],
    "nl": [
        "Minister ontvangt Turkse ambassadeur",
        "Geen akkoord over grens",
        "De ministers van Buitenlandse Zaken spraken maandag in Den Haag over de grens, maar zij werden het niet eens over "
        "het terugtrekken van de troepen.",
    ],
    "tr": [
        "Erdoğan, Putin ile Soçi’de görüştü",
        "Cenevre’de anlaşma yok",
        "Dışişleri Bakanı pazartesi günü Ankara’da Yunan mevkidaşıyla görüştü. Taraflar sınır konusunda anlaşmaya varamadı.",
    ],
    "id": [
        "Presiden bertemu duta besar Rusia",
        "Tidak ada kesepakatan di Jenewa",
        "Menteri luar negeri bertemu dengan rekannya dari Malaysia pada hari Senin dan menolak usulan penarikan pasukan.",
    ],
    "pl": [
        "Prezydent spotkał się z ambasadorem",
        "Bez porozumienia w Genewie",
        "Ministrowie spraw zagranicznych spotkali się w poniedziałek w Warszawie. Nie osiągnięto porozumienia w sprawie "
        "granicy.",
    ],
    "ru": [
        "Лавров встретился с послом",
        "Соглашения нет",
        "Министр иностранных дел встретился в понедельник со своим чилийским коллегой. Стороны не договорились о границе.",
    ],
    "ar": [
        "الرئيس يلتقي السفير الروسي",
        "لا اتفاق في جنيف",
        "التقى وزير الخارجية يوم الاثنين نظيره التركي في أنقرة ورفض سحب القوات من الحدود قبل بدء المحادثات.",
    ],
    "zh": [
        "外交部长会见俄罗斯大使",
        "日内瓦谈判破裂",
        "两国外长星期一在日内瓦举行会谈，但未能就边界问题达成协议。双方拒绝撤军。",
    ],
}
