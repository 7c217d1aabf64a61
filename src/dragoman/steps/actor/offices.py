"""Persons and the offices they hold: which name a role belongs to, and for whom its bearer acts."""

from __future__ import annotations

from dragoman.steps.actor.actor_names import NameHit
from dragoman.steps.actor.cast import Member
from dragoman.steps.actor.homes import Homes
from dragoman.steps.actor.owners import Owners
from dragoman.steps.actor.pairs import Pairs
from dragoman.steps.actor.person_names import KnownPerson, Persons
from dragoman.steps.actor.scene import Scene

_LINK = frozenset({"of", "for", "to", "at", "on", "in", "with", "from", "the", "and", "a", "-", "'s", "'"})
_NO_TITLE = frozenset({"not", "but", "also", "even"})
_OF_STATE = (["of", "state"], ["of", "government"], ["of", "staff"], ["of", "mission"])
_STOP = frozenset({",", "(", ")", ";", ":", "–", "—", "--", '"', "who", "which", "that", "."})
_PAST = frozenset({"former", "ex", "late", "then", "onetime", "one-time", "ousted", "deposed", "exiled", "erstwhile"})
# Words that name any of a state's leaders or diplomats.
_GENERIC = {
    "leader": ("president", "prime minister", "premier", "king", "chairman", "leader", "chancellor", "general", ""),
    "ruler": ("president", "king", "general", "leader", "sultan", "emir", ""),
    "strongman": ("president", "general", "leader", ""),
    "dictator": ("president", "general", "leader", ""),
    "diplomat": ("minister", "ambassador", "envoy", "diplomat", "secretary of state", "negotiator", "representative"),
    "envoy": ("ambassador", "envoy", "representative", "negotiator", "mediator"),
    "official": ("minister", "secretary", "director", "spokesman", "spokeswoman", "official", "deputy", "adviser"),
    "minister": ("minister",),
    "politician": ("minister", "president", "leader"),
    "president": ("president", ""),
    "premier": ("prime minister", "premier"),
    "monarch": ("king", "queen", "emperor", "emir", "sultan"),
}


class Offices:
    """Persons of one scene."""

    def __init__(self, scene: Scene, owners: Owners) -> None:
        self.scene = scene
        self.owners = owners
        self.persons = Persons()
        self.pairs = Pairs(scene)
        self.homes = Homes(scene, self.persons, self.pairs)
        self._done: set[int] = set()
        self._unnamed: dict[str, Member] = {}

    # names

    def person(self, hit: NameHit) -> Member:
        """The person that a name stands for, found or made."""
        scene, doc = self.scene, self.scene.doc
        if hit.first in self._done:
            return scene.at(hit.head)[0]
        self._done.add(hit.first)
        member = self.persons.find(hit.words)
        text = scene.text(hit.first, hit.last)
        if member is None:
            member = self._new(hit, text)
        elif len(text) > len(member.name) and set(member.words) < set(hit.words):
            if member.code == member.name:
                member.code = text
            member.name, member.words = text, hit.words
            self.persons.index(member)
            known = hit.known or self._known(hit.words)
            listed = known if known and known.rule == "people.people" and known.serves(scene.year) else None
            if listed and member.rule == "actors.person":  # the surname alone, which came first, told nobody apart
                self.serve(member, scene.state(listed.code), "people.people")
        scene.name(hit.head, [member], hit.first, hit.last)
        self._gender(member, doc.norm[hit.first - 1].rstrip(".") if hit.first else "", hit.words[0])
        if member.rule == "actors.person":
            self._owner(hit, member)
        return member

    def _gender(self, member: Member, *words: str) -> None:
        lexicon = self.scene.lexicon
        for word in words:
            if not member.gender:
                member.gender = "m" if word in lexicon.male else "f" if word in lexicon.female else ""

    def _new(self, hit: NameHit, text: str) -> Member:
        member = Member(f"person:{len(self.persons.members)}", text, text, "person", "actors.person", words=hit.words)
        known = hit.known or self._known(hit.words)
        if known and known.rule == "people.people" and not known.serves(self.scene.year):
            known = self._known(hit.words) or known  # the same person in another office
        if known and known.rule != "people.people":
            member.name, member.code, member.rule = known.name, known.code, known.rule
            member.country, member.sector, member.role = known.country, known.sector, known.role
        elif known and known.serves(self.scene.year):
            self.serve(member, self.scene.state(known.code), "people.people")
        elif known and len(hit.words) > 1:
            member.rule = "people.private"
        if known:
            self._gender(member, known.words[0])
        self.persons.add(member)
        self.scene.cast.add(member)
        return member

    def _known(self, words: tuple[str, ...]) -> KnownPerson | None:
        """The known person of a spelling that the list does not have: same surname and given name."""
        rows = [r for r in self.scene.lexicon.surnames.get(words[-1], ()) if r.serves(self.scene.year)]
        if len(words) == 1 and len(rows) > 1 and len({r.code for r in rows}) == 1 and rows[0].code in self.scene.codes:
            return rows[0]  # a family that rules one state, in a report that names this state
        for row in rows:
            if len(words) > 1 and words[0] == row.words[0]:
                return row
        return None

    def serve(self, member: Member, owner: Member, rule: str, cue: tuple[int, int] | None = None) -> None:
        """Say that `member` acts for `owner`."""
        if owner.code:
            member.code, member.country, member.rule, member.cue = owner.code, owner.country, rule, cue
            member.sector = member.sector or owner.sector

    def _owner(self, hit: NameHit, member: Member) -> None:
        """A possessive or adjective right before the name: "Iran's X", "Russian Y"; or "of" right after."""
        scene, doc = self.scene, self.scene.doc
        j = hit.first - 1
        if j > 0 and doc.norm[j] in ("'s", "'"):
            j -= 1
        before = scene.hit_at.get(j) if j >= 0 else None
        if (
            before
            and before.named
            and before.named.kind in ("state", "organization")
            and doc.norm[hit.first - 1] != ","
        ):
            if j < hit.first - 1 or before.named.type == "adjective":
                for owner in scene.member_of(before)[:1]:
                    if owner.kind != "people":
                        self.serve(member, owner, "actors.owner", (before.first, before.last))
            return
        if hit.last + 2 < len(doc) and doc.norm[hit.last + 1] == "of":
            after = scene.hit_at.get(hit.last + 2) or scene.hit_at.get(hit.last + 3)
            if after and after.named and after.named.type == "state":
                self.serve(member, scene.member_of(after)[0], "actors.owner", (after.first, after.last))

    # roles

    def role(self, i: int, low: str) -> bool:
        """Name the noun `i` that says what one person does; whether somebody is found."""
        scene = self.scene
        owners = self.homes.across(i) if low in scene.lexicon.file.opposite.persons else None
        presumed = owners is None and not self.owners.before(i) and self.homes.office(i) is not None
        if owners is None:
            owners = self._owners(i)
        hit = self.bearer(i, owners)
        first = scene.first(i)
        if hit:
            member = self.person(hit)
            # Who is known to act for another bears the office there: NATO's secretary-general, not the UN's.
            stated = [] if presumed and member.rule == "people.people" else owners
            self._hold(member, i, low, stated)
            scene.name(i, [member], first, i)
            return True
        found = self._earlier(i, low, owners) if scene.definite(i) or self._is_title(i) else None
        if found is None and low in scene.lexicon.roles:
            found = self._introduce(i, low, owners)
        if found:
            self._gender(found, low)
            scene.name(i, [found], first, i)
        return found is not None

    def _owners(self, i: int) -> list[Member]:
        """Whom the bearer of the office at `i` acts for: by the words around it, else by the title itself."""
        owners = self.owners.before(i)
        if not owners and (code := self.homes.office(i)):
            owners = [self.scene.state(code)] if code in self.scene.codes or self.scene.definite(i) else []
        return owners or self.owners.of(i)

    def _hold(self, member: Member, i: int, low: str, owners: list[Member]) -> None:
        """Write down that a named person holds the office at `i`."""
        scene = self.scene
        past = self._is_past(i)
        self._gender(member, low)
        if not member.role:
            member.role = self.role_text(i)
        if low not in scene.lexicon.roles or past:
            return
        cue = (scene.first(i), i)
        unsure = member.rule in ("actors.person", "people.people", "actors.home", "people.private")
        if owners and unsure:
            self.serve(member, owners[0], "actors.role", cue)
        elif member.rule in ("actors.person", "people.private"):
            self._presume(member, i, low, cue)
        if not scene.memory.home and not owners and member.country and member.country == member.code:
            scene.memory.home = member.code
        sector = scene.lexicon.roles[low]
        if sector != "GOV" and member.sector == "GOV" and not self.homes.office(i):
            member.sector = sector

    def _presume(self, member: Member, i: int, low: str, cue: tuple[int, int]) -> None:
        """A bearer of an office without an owner: the office's only owner, its earlier bearer's, the report's."""
        scene = self.scene
        code = self.homes.office(i)
        if code:
            self.serve(member, scene.state(code), "actors.offices", cue)
            return
        earlier = self._unnamed.get(self.homes.phrase(i))
        if earlier:
            member.code, member.country, member.sector = earlier.code, earlier.country, earlier.sector
            member.rule, member.cue = "actors.role", cue
            return
        if low in scene.lexicon.file.home.roles and not self.homes.has_of(i):
            home = self.homes.beside(i) or self.homes.home(i, met=True)
            if home:
                self.serve(member, home, "actors.home", cue)

    def _is_past(self, i: int) -> bool:
        doc = self.scene.doc
        return any(doc.norm[j] in _PAST for j in range(self.scene.start(i), i))

    def _is_title(self, i: int) -> bool:
        """Whether the role stands alone with a capital: "said Foreign Minister"."""
        return self.scene.doc.word[i][0].isupper() and not self.scene.indefinite(i)

    def _earlier(self, i: int, low: str, owners: list[Member]) -> Member | None:
        """The person that a definite role points back to."""
        scene = self.scene
        code = owners[0].code if owners else None
        phrase = self.homes.phrase(i)
        noun = scene.low(i)
        wanted = _GENERIC.get(noun, (noun,)) if code else (phrase,)
        fallback = None
        for mention in scene.memory.before(i, 1000):
            for member in scene.memory.members(mention):
                if not member.is_person or (code and member.code != code):
                    continue
                role = (member.role or "").lower().replace("-", " ")
                if phrase in role:
                    return member
                if fallback is None and code and any(w in role if w else not role and member.named for w in wanted):
                    fallback = member
        if fallback or not code:
            return fallback
        return self._unnamed.get(f"{code}:{phrase}")

    def _introduce(self, i: int, low: str, owners: list[Member]) -> Member | None:
        """A person without a name who acts for somebody: "a Foreign Ministry official", "the Danish envoy"."""
        scene = self.scene
        rule = "actors.unnamed"
        if owners:
            owner: Member | None = owners[0]
        else:
            code = self.homes.office(i)
            owner = scene.state(code) if code and (code in scene.codes or scene.definite(i)) else None
            rule = "actors.offices"
        if owner is None or not owner.code or owner.kind == "people":
            return None
        phrase = self.homes.phrase(i)
        known = scene.definite(i) or self._is_title(i)
        key = f"unnamed:{owner.code}:{phrase}" if known else f"unnamed:{i}"
        text, role = scene.text(scene.first(i), i), self.role_text(i)
        found = scene.cast.add(
            Member(key, text, owner.code, "person", rule, owner.country, owner.sector, role, named=False)
        )
        if known:
            self._unnamed.setdefault(f"{owner.code}:{phrase}", found)
            self._unnamed.setdefault(phrase, found)
        return found

    def role_text(self, i: int) -> str:
        """The title as the report gives it, without article, owner's possessive and a state's adjective."""
        scene, doc = self.scene, self.scene.doc
        first = scene.first(i)
        for j in range(first, i):
            if doc.norm[j] in ("'s", "'"):
                first = j + 1
        while first < i and (
            doc.tag[first] == "PRP$"
            or doc.norm[first] in _NO_TITLE
            or doc.norm[first] in scene.lexicon.file.epithets.words
        ):
            first += 1
        hit = scene.hit_at.get(first)
        if hit and hit.named and hit.named.kind == "state" and hit.last < i:
            rest = range(hit.last + 1, i)
            if not any(scene.low(j) in scene.lexicon.bodies or doc.norm[j] == "-" for j in rest):
                first = hit.last + 1
        last = self._end(i) - 1
        while last > i and doc.norm[last] in ("and", "or", "of", "for", "to", "on", "at", "in"):
            last -= 1
        return scene.text(first, max(i, last))

    def _end(self, i: int) -> int:
        """One past the phrase that follows the role and belongs to it: "of defence", "in charge of the talks"."""
        doc, scene = self.scene.doc, self.scene
        stop = min(scene.doc.sentences[doc.sent[i]].last, i + 16)
        j = i + 1
        if j >= stop or doc.norm[j] not in ("of", "for", "to", "on", "at", "in"):
            return j
        if doc.norm[j] == "in" and not (j + 1 < stop and doc.norm[j + 1] == "charge"):
            return j
        while j < stop and doc.norm[j] not in _STOP and doc.pos[j] not in ("AUX", "PRON", "SCONJ"):
            if (doc.pos[j] == "VERB" and doc.dep[j] != "amod") or doc.entity[j] == "DATE":
                break
            hit = scene.hit_at.get(j)
            if hit and hit.words and j == hit.first:
                break
            j += 1
        return j

    def bearer(self, i: int, owners: list[Member]) -> NameHit | None:
        """The person's name that a role belongs to: "Prime Minister X", "X, the prime minister of Y,"."""
        doc, n = self.scene.doc, len(self.scene.doc)
        hit = self._person_at(i + 1)
        if hit:
            return hit
        end = self._end(i)
        if end > i + 1:
            hit = self._person_at(end)
            capital = doc.word[i][0].isupper() or doc.norm[i + 1 : end] in _OF_STATE
            if hit and capital and all(doc.word[j][0].isupper() or doc.norm[j] in _LINK for j in range(i + 1, end)):
                return hit
        left = self._left(i)
        right = self._person_at(end + 1) if end < n and doc.norm[end] == "," else None
        fits_left = left is not None and self._compatible(left, owners)
        if right and self._compatible(right, owners) and not (fits_left and not owners):
            return right
        if fits_left:
            return left
        return self._linked(i, owners)

    def _person_at(self, j: int) -> NameHit | None:
        hit = self.scene.hit_at.get(j)
        return hit if hit and hit.words and hit.first == j else None

    def _left(self, i: int) -> NameHit | None:
        """The name before the comma before the phrase of `i`: "X, the prime minister"."""
        scene, doc = self.scene, self.scene.doc
        start = scene.start(i)
        while start > 1 and doc.norm[start - 1] in ("also", "currently", "now"):
            start -= 1
        if start < 2 or doc.norm[start - 1] not in (",", "(", "–", "-", "—", "--"):
            return None
        hit = scene.hit_at.get(start - 2)
        return hit if hit and hit.words and hit.last == start - 2 else None

    def _linked(self, i: int, owners: list[Member]) -> NameHit | None:
        """The name that the parser ties to the role: as apposition, or as the subject of "is"."""
        scene, doc = self.scene, self.scene.doc
        for j in (doc.head[i], *doc.children[i]):
            hit = scene.hit_at.get(j)
            if hit and hit.words and (doc.dep[i] == "appos" or doc.dep[j] == "appos"):
                return hit if self._compatible(hit, owners) else None
        if doc.dep[i] == "attr" and doc.lemma[doc.head[i]] == "be":
            hit = scene.hit_at.get(doc.child(doc.head[i], "nsubj"))
            if hit and hit.words and self._compatible(hit, owners):
                return hit
        return None

    def _compatible(self, hit: NameHit, owners: list[Member]) -> bool:
        """Whether the named person may act for these owners, by what is known so far."""
        if not owners:
            return True
        member = self.persons.find(hit.words)
        known = hit.known or self._known(hit.words)
        if member and member.rule not in ("actors.person", "actors.home", "people.private"):
            return any(member.code == o.code for o in owners) or member.rule == "people.people"
        if known and known.serves(self.scene.year):
            return any(known.code == o.code or known.code.endswith(f" {o.code}") for o in owners) or bool(known.years)
        return True

    # at the end

    def settle(self) -> None:
        """Give the unnamed bearers of an office the name that the next sentences tell.

        "Denmark's foreign minister said …. Lars Holm spoke in Oslo": the first person after an unnamed office-holder
        who acts for the same state and holds no other office is its bearer, if he opens a sentence near it.
        """
        self.pairs.settle(self.persons)
        memory = self.scene.memory
        for member in list(self._unnamed.values()):
            if self.scene.cast.members[member.key] is not member or not member.mentions:
                continue
            token = min(member.mentions)
            for mention in memory.after(token, 3):
                person = memory.members(mention)[0]
                if not (person.is_person and person.named and mention.rank and len(mention.keys) == 1):
                    continue
                if (
                    person.code in (member.code, person.name)
                    and not person.role
                    and mention.token == min(person.mentions)
                ):
                    person.role = member.role
                    person.code, person.country, person.sector = member.code, member.country, member.sector
                    self.scene.cast.merge(member, person)
                break
