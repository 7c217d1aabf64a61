"""From names and nouns to actors: one pass over the report, left to right, then its quotations."""

from __future__ import annotations

from dragoman.steps.actor.actor_names import NameHit
from dragoman.steps.actor.cast import Member
from dragoman.steps.actor.collectives import Collectives
from dragoman.steps.actor.groups import Groups
from dragoman.steps.actor.metonyms import acts
from dragoman.steps.actor.offices import Offices
from dragoman.steps.actor.owners import REGIONAL, Owners
from dragoman.steps.actor.pronouns import FIRST, HE, IT, RELATIVE, SHE, THEY, Pronouns
from dragoman.steps.actor.quoted import Speakers
from dragoman.steps.actor.scene import Scene

_PRONOUNS = HE | SHE | IT | THEY | FIRST | RELATIVE
_NOUNS = frozenset({"NOUN", "PROPN"})
_PLURAL = frozenset({"NNS", "NNPS"})
_PREMODIFIER = frozenset({"compound", "amod", "nmod"})


class Phrasing:
    """The pass over one report."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc
        self.file = scene.lexicon.file
        self.owners = Owners(scene, self.noun)
        self.offices = Offices(scene, self.owners)
        self.collectives = Collectives(scene, self.mention)
        self.pronouns = Pronouns(scene)
        self.groups = Groups(scene, self.owners, self.noun)
        self.seen: set[int] = set()

    def run(self) -> None:
        """Name every token that heads a mention."""
        doc, scene = self.doc, self.scene
        self._dateline()
        starts: dict[int, list[NameHit]] = {}
        for hit in scene.hits:
            starts.setdefault(hit.first, []).append(hit)
        quoted = doc.quoted
        later: list[int] = []
        for i in range(len(doc)):
            if i in starts:
                for hit in starts[i]:
                    self.mention(hit)
            elif i in scene.hit_at:
                continue
            elif doc.norm[i] in _PRONOUNS:
                if quoted[i] >= 0:
                    later.append(i)
                elif doc.pos[i] != "CCONJ":
                    self.pronouns.name(i)
            elif doc.pos[i] in _NOUNS:
                self.noun(i)
            elif doc.norm[i] in ("north", "south"):
                self._half(i)
            elif doc.norm[i] == "general" and scene.low(i) == "secretary-general":
                self.noun(i)
            elif not self.groups.number(i):
                self.collectives.pronoun(i)
        speakers = Speakers(scene)
        for i in later:
            self.pronouns.name(i, speakers.of(quoted[i]))
        self.offices.settle()
        self.groups.settle()
        scene.settle()

    def _dateline(self) -> None:
        """Take the state of the dateline for the report's home."""
        doc = self.doc
        for sentence in doc.sentences[:8]:
            if sentence.kind == "dateline":
                codes = {
                    hit.named.code
                    for t in range(sentence.first, sentence.last)
                    if (hit := self.scene.hit_at.get(t)) and hit.named and hit.named.country == hit.named.code
                }
                if len(codes) == 1:
                    memory = self.scene.memory
                    memory.home = memory.dateline = self.scene.state(codes.pop()).code
                return

    # names

    def mention(self, hit: NameHit) -> None:
        """Name the tokens of a name."""
        if hit.words:
            self.offices.person(hit)
            return
        doc, named = self.doc, hit.named
        if (
            named is None
            or named.type == "place"
            or (named.type == "metonym" and not acts(doc, hit.head, self.scene.lexicon))
        ):
            return
        if named.type == "ethnic":
            members = [self._people(hit)]
            if named.name in REGIONAL and doc.tag[hit.last] not in _PLURAL:
                return
        else:
            members = self.scene.member_of(hit)
        if hit.first == hit.last:
            members = self.scene.at(hit.head) + members
        adjective = doc.dep[hit.head] in _PREMODIFIER and (named.type in ("adjective", "ethnic") or hit.modifies)
        if adjective or hit.modifies:
            keys = tuple(dict.fromkeys(m.key for m in members))
            self.scene.cast.name(hit.head, keys, hit.first, hit.last)
        else:
            self.scene.name(hit.head, members, hit.first, hit.last)

    def _people(self, hit: NameHit) -> Member:
        """A people without a state; with the adjective of the state that it lives in, if the report says so."""
        scene, named = self.scene, hit.named
        assert named is not None
        before = scene.hit_at.get(hit.first - 1)
        if before is None and hit.first > 1 and self.doc.norm[hit.first - 1] in ("'s", "'"):
            before = scene.hit_at.get(hit.first - 2)
        if before and before.named and before.named.kind == "state" and named.name not in REGIONAL:
            adjective = scene.lexicon.adjective(before.named.code)
            if adjective and before.last >= hit.first - 2:
                code = f"{adjective} {named.name}"
                return scene.cast.add(Member(f"people:{code}", code, code, "people", named.rule, before.named.country))
        return scene.cast.add(Member(named.key, named.name, named.code, "people", named.rule))

    def _half(self, i: int) -> None:
        """Name "the North" or "the South" of a divided land that the report speaks of."""
        doc, scene = self.doc, self.scene
        if i == 0 or doc.norm[i - 1] != "the" or not doc.word[i][0].isupper() or doc.dep[i] in _PREMODIFIER:
            return
        for land in self.file.divided:
            if land.north in scene.codes or land.south in scene.codes:
                scene.name(i, [scene.state(land.north if doc.norm[i] == "north" else land.south)], i, i)
                return

    # nouns

    def noun(self, i: int) -> None:
        """Name the noun phrase that token `i` heads, if it is one that acts."""
        if i in self.seen or i in self.scene.hit_at:
            return
        self.seen.add(i)
        doc, lexicon = self.doc, self.scene.lexicon
        if doc.norm[i] in ("north", "south"):
            self._half(i)
            return
        low = self.scene.low(i)
        plural = doc.tag[i] in _PLURAL
        if self._is_inner(i, low) or self.collectives.name(i, low):
            return
        if low in self.file.groups.states and self._own_state(i):
            return
        if low in ("country", "nation") and not plural and self._the_country(i):
            return
        if not plural and (low in self.file.opposite.states or low == "side"):
            across = self.offices.pairs.opposite(i, low)
            if across:
                scene = self.scene
                scene.name(i, across, scene.start(i), i)
                return
        if low == "fighter" and doc.norm[i - 1] == "jet":
            low = "jet"
        if low in lexicon.roles or low in self.file.private.words:
            if not plural:
                if not self.offices.role(i, low):
                    self.scene.anonymous(i, low)
            elif not self._officials(i, low) and low in self.file.groups.words:
                self.groups.name(i, low)
        elif low in self.file.armed.words:
            self._armed(i, low)
        elif low == "opposition":
            self._opposition(i)
        elif low in lexicon.bodies:
            self._body(i, low)
        elif low in self.file.organisations.words:
            self._organisation(i, low)
        elif self.groups.has(i, low):
            self.groups.name(i, low)
        elif low in self.file.persons.words and not plural:
            self.scene.anonymous(i, low)

    def _is_inner(self, i: int, low: str) -> bool:
        """Whether the noun only describes the next one: "missile range", "chief backer", "deputy foreign minister"."""
        doc = self.doc
        head = doc.head[i]
        if (
            doc.dep[i] not in _PREMODIFIER
            or not i < head
            or not (doc.pos[head] == "NOUN" or doc.word[head][0].isupper())
        ):
            return False
        hit = self.scene.hit_at.get(head)
        if hit and hit.words:
            return low not in self.scene.lexicon.roles and low not in self.file.private.words
        if low in self.scene.lexicon.bodies:
            return self.scene.lexicon.bodies[low] not in ("GOV", "LEG", "JUD") and doc.pos[i] != "PROPN"
        return low not in ("opposition", "rebel")

    def _own_state(self, i: int) -> bool:
        """Name "his country" or "their governments" by whose it is."""
        scene = self.scene
        start = scene.start(i)
        if self.doc.tag[start] != "PRP$" or start == i:
            return False
        owners = self.owners.before(i)
        if owners and all(m.kind in ("state", "organization") for m in owners):
            scene.name(i, owners, start, i)
        return True

    def _the_country(self, i: int) -> bool:
        """Name "the country" by the state named last, where it acts or owns something."""
        doc, scene = self.doc, self.scene
        possessive = i + 1 < len(doc) and doc.norm[i + 1] in ("'s", "'")
        if scene.start(i) != i - 1 or doc.norm[i - 1] != "the" or not (possessive or doc.dep[i] == "nsubj"):
            return False
        for mention in scene.memory.before(i, 2):
            members = scene.memory.members(mention)
            if len(members) == 1 and members[0].country and members[0].country == members[0].code:
                scene.name(i, [scene.state(members[0].code)], i - 1, i)
                break
        return True

    def _officials(self, i: int, low: str) -> bool:
        """Name a plural of officials by their owners; whether there are any."""
        scene = self.scene
        owners = self.owners.of(i) if low in scene.lexicon.roles else []
        if not owners and scene.definite(i) and i - scene.start(i) <= 1:
            keys = scene.memory.same_noun(i, low, 8)
            owners = [scene.cast.members[key] for key in keys]
        both = [] if owners else self.offices.homes.both_sides(i)
        owners = owners or both
        if owners:
            scene.name(i, owners, scene.first(i), i)
            self.offices.homes.hold_together(i, owners, ordered=not both)
        return bool(owners)

    def _body(self, i: int, low: str) -> None:
        scene, doc = self.scene, self.doc
        if low == "side" and i + 1 < len(doc) and doc.norm[i + 1] == "of":
            return
        owners = self.owners.of(i)
        first = scene.first(i)
        rule = "actors.body"
        national = i > first and doc.norm[i - 1] in self.file.home.adjectives
        if not owners and not national and self._is_proper(i, first) and low in self.file.independent.words:
            self._own_name(i, first, low)
            return
        if doc.tag[scene.start(i)] == "PRP$" and not owners:
            return
        known = scene.definite(i) or doc.word[i][0].isupper() or doc.dep[i] in _PREMODIFIER
        if not owners and (known or low == "authority"):
            if low == "congress" and doc.word[i][0].isupper() and "USA" in scene.codes:
                owners, rule = [scene.state("USA")], "actors.body"
            else:
                keys = self._again(i, low)
                if keys:
                    scene.name(i, [scene.cast.members[k] for k in keys], first, i)
                    return
                if low == "regime":
                    main = self.offices.pairs.most()
                    owners = [main] if main else []
                elif low in self.file.home.bodies or national:
                    home = self.offices.homes.home(i)
                    owners, rule = ([home] if home else []), "actors.home"
        if not owners:
            if low in self.file.groups.words and doc.tag[i] in _PLURAL:
                self.groups.name(i, low)
            return
        if low in self.file.itself.words or len(owners) > 1 or owners[0].kind != "state":
            scene.name(i, owners, first, i)
            return
        owner = owners[0]
        key = f"body:{owner.code}:{self._kind_of(i, low)}"
        text = self._body_name(i, first, owner)
        sector = scene.lexicon.bodies[low]
        member = scene.cast.add(Member(key, text, owner.code, "body", rule, owner.country, sector, cue=(first, i)))
        scene.name(i, [member], first, i)

    def _again(self, i: int, low: str) -> tuple[str, ...]:
        """The keys of the body that the noun names again; a government is first that of the sentence's subject."""
        scene = self.scene
        keys = scene.memory.last_body(i, low)
        if low in self.file.home.bodies and low in self.file.itself.words and low != "regime":
            code = scene.memory.local_state(i)
            if code and not self._near(i, low):
                return (scene.state(code).key,)
        return keys

    def _near(self, i: int, low: str) -> bool:
        """Whether the same noun stood in the sentences right before."""
        doc = self.doc
        return any(doc.lemma[m.token].lower() == low for m in self.scene.memory.before(i, 3))

    def _body_name(self, i: int, first: int, owner: Member) -> str:
        """A body's name: as the report has it, with its owner where a pronoun or nobody stands before it."""
        doc = self.doc
        text = self.scene.text(first, i)
        if doc.tag[first] == "PRP$":
            text = self.scene.text(first + 1, i) if first < i else text
            return f"{text} of {owner.name}"
        covered = any(t in self.scene.hit_at for t in range(first, i))
        return text if covered else f"{text} of {owner.name}"

    def _kind_of(self, i: int, low: str) -> str:
        """The plain words of a body: "foreign ministry", "central bank"."""
        doc = self.doc
        before = i - 1
        if before >= 0 and before not in self.scene.hit_at and doc.pos[before] in ("NOUN", "PROPN", "ADJ"):
            return f"{doc.norm[before]} {low}"
        return low

    def _is_proper(self, i: int, first: int) -> bool:
        """Whether the noun ends a proper name of two words or more: "Boundary Commission"."""
        doc = self.doc
        return first < i and doc.word[i][0].isupper() and doc.word[i - 1][0].isupper() and doc.pos[i] == "PROPN"

    def _own_name(self, i: int, first: int, low: str) -> None:
        """An organisation that is in no list, under its own name."""
        scene, doc = self.scene, self.doc
        while first < i and not doc.word[first][0].isupper():
            first += 1
        text = scene.text(first, i)
        kind = "armed group" if low in ("brigade", "army", "militia") else "organization"
        member = scene.cast.add(
            Member(f"org:{text}", text, text, kind, "actors.organisation", sector=None)  # type: ignore[arg-type]
        )
        scene.name(i, [member], first, i)

    def _organisation(self, i: int, low: str) -> None:
        """A party, movement or group: by its own proper name, by its people or owner, or again."""
        scene, doc = self.scene, self.doc
        first = scene.first(i)
        if (leader := self._leader(i)) is not None:
            name = scene.text(i - 3, i)
            member = Member(f"led:{leader.code}:{low}", name, leader.code, "body", "actors.body", leader.country)
            scene.name(i, [scene.cast.add(member)], i - 3, i)
            return
        owners = self.owners.before(i)
        kept = [m for m in owners if m.kind in ("people", "armed group", "organization", "body")]
        if any(doc.lemma[j].lower() in ("opposition", "rebel") for j in range(first, i)):
            inner = [m for j in range(first, i) for m in scene.at(j) if m.sector in ("OPP", "REB")]
            if inner:
                scene.name(i, inner[-1:], first, i)
                return
        if kept and (not self._is_proper(i, first) or any(m.kind == "body" for m in kept)):
            scene.name(i, kept, first, i)
        elif self._is_proper(i, first) and doc.tag[i] not in _PLURAL:
            self._own_name(i, first, low)
        elif scene.definite(i) and not owners and i - scene.start(i) <= 1 and doc.tag[i] not in _PLURAL:
            self._group_again(i, first, low)

    def _leader(self, i: int) -> Member | None:
        """The state or organisation that leads what the noun names, and for which it acts: "a NATO-led coalition"."""
        doc = self.doc
        if i < 3 or doc.norm[i - 1] != "led" or doc.norm[i - 2] not in ("-", "‑", "–"):
            return None
        return next((m for m in self.scene.at(i - 3) if m.kind in ("state", "organization")), None)

    def _group_again(self, i: int, first: int, low: str) -> None:
        """The organisation named last, for "the group" or "the movement"; for "the bloc" one of states."""
        scene = self.scene
        # The clause's own subject would be "its".
        acting = scene.cast.at.get(self.pronouns.own_subject(i), ())
        for mention in scene.memory.before(i, 10):
            members = scene.memory.members(mention)
            if len(members) != 1 or members[0].kind not in ("organization", "armed group") or not members[0].named:
                continue
            if members[0].key in acting:
                continue
            of_states = members[0].sector in ("IGO", None)
            if members[0].sector != "MED" and (of_states or low not in ("bloc", "alliance", "union", "league")):
                scene.name(i, members, first, i)
                return

    def _armed(self, i: int, low: str) -> None:
        scene, doc = self.scene, self.doc
        first = scene.first(i)
        owners = self.owners.before(i)
        people = next((m for m in owners if m.kind in ("armed group", "organization", "people")), None)
        if people is None:
            plural = doc.norm[i] if doc.tag[i] in _PLURAL else _plural(low)
            state = next((m for m in owners if m.kind == "state"), None)
            adjective = scene.lexicon.adjective(state.code) if state else None
            code = f"{adjective} {plural}" if adjective else plural
            country = state.country if state else None
            people = scene.cast.add(
                Member(f"group:{code}", code, code, "armed group", "actors.armed", country, "REB", named=False)
            )
        scene.name(i, [people], first, i)

    def _opposition(self, i: int) -> None:
        """An opposition as a group; "Turkey's opposition to the plan" is an attitude."""
        scene, doc = self.scene, self.doc
        owners = self.owners.before(i)
        to = next((c for c in doc.children[i] if c > i and doc.norm[c] == "to"), -1)
        possessive = any(doc.norm[j] in ("'s", "'") or doc.tag[j] == "PRP$" for j in range(scene.start(i), i))
        if to >= 0 and (possessive or not scene.definite(i)):
            return
        if not owners and to < 0:
            owners = self.owners.after(i)
        state = next((m for m in owners if m.kind == "state"), None)
        adjective = scene.lexicon.adjective(state.code) if state else None
        code = f"{adjective} opposition" if adjective else "opposition"
        known = scene.definite(i) or (doc.dep[i] == "conj" and doc.head[i] < i and scene.definite(doc.head[i]))
        if not adjective and not known and doc.dep[i] not in _PREMODIFIER:
            return
        listed = scene.lexicon.organisations.get(code)
        member = (
            scene.add(listed)
            if listed
            else scene.cast.add(
                Member(
                    f"org:{code}",
                    code,
                    code,
                    "organization",
                    "actors.opposition",
                    state.country if state else None,
                    "OPP",
                )
            )
        )
        scene.name(i, [member], scene.first(i), i)


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-3] + "men"
    return noun[:-1] + "ies" if noun.endswith("ry") else noun + "s"
