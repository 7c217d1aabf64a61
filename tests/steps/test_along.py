"""Who comes along to a meeting."""


def test_along_with(reader):
    text = (
        "Kenya's president, along with the Ugandan president and the Nigerian president, will meet in Geneva on Sunday."
    )
    (meeting,) = reader.read(text, "2018-07-20").negotiation.meetings
    assert set(meeting.parties) == {"KEN", "UGA", "NGA"}
