"""From names and nouns to actors: one pass over the report, left to right.

A noun that says what somebody does ("minister", "army", "officials") acts under the code of its owner: the state or
organisation that stands before it ("Turkey's", "Cuban and U.S."), after it ("of Japan") or that the report has set.
"""

from __future__ import annotations

from dragoman.language import Document
from dragoman.steps.actor_lexicon import Lexicon
from dragoman.steps.actor_names import NameHit
from dragoman.steps.cast import Cast, Member
from dragoman.steps.coreference import Memory
from dragoman.steps.gazetteer import Named
from dragoman.steps.metonyms import acts
from dragoman.steps.person_names import KnownPerson, Persons

# Bodies that are their state, not an actor beside it.
STATE_ITSELF = frozenset(
    ["government", "administration", "regime", "authority", "authorities", "delegation", "team", "side", "leadership", "camp", "presidency", "premiership", "monarchy", "state", "kingdom", "republic", "federation", "emirate", "diplomacy", "executive", "officialdom", "entourage", "mission", "junta", "dictatorship"]
)
STATE_NOUNS = frozenset(["country", "state", "government", "power", "nation", "superpower"])
PEOPLE_NOUNS = frozenset(["people", "citizen", "national", "population", "public"])
_POSTNOMINAL = frozenset({"of", "from", "for", "at", "in", "with"})
_HOME_ROLES = frozenset(["official", "leader", "authority", "politician", "lawmaker", "planner", "policymaker"])
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


class Phrasing:
    """The pass over one report."""

    def __init__(self, doc: Document, lexicon: Lexicon, cast: Cast, hits: list[NameHit], date: str | None) -> None:
        self.doc = doc
        self.lexicon = lexicon
        self.cast = cast
        self.year = int(date[:4]) if date else None
        self.hits = hits
        self.hit_at: dict[int, NameHit] = {}
        for hit in hits:
            for token in range(hit.first, hit.last + 1):
                self.hit_at.setdefault(token, hit)
        self.persons = Persons()
        self.memory = Memory(doc, cast)
        self.seen: set[int] = set()

    def run(self) -> None:
        """Name every token that heads a mention."""
        doc = self.doc
        starts: dict[int, list[NameHit]] = {}
        for hit in self.hits:
            starts.setdefault(hit.first, []).append(hit)
        for i in range(len(doc)):
            if i in starts:
                for hit in starts[i]:
                    self.mention(hit)
            elif i in self.hit_at:
                continue
            elif doc.pos[i] in ("NOUN", "PROPN", "ADJ", "NUM"):
                self.noun(i)
            elif doc.pos[i] in ("PRON", "DET", "SCONJ"):
                self.memory.pronoun(i)

    # names

    def mention(self, hit: NameHit) -> None:
        """Name the tokens of a name."""
        if hit.head in self.seen and hit.words:
            return
        if hit.words:
            self.person(hit)
        elif hit.named:
            self.listed(hit, hit.named)

    def listed(self, hit: NameHit, named: Named) -> None:
        doc = self.doc
        if named.type == "media" and hit.first == 0:
            return
        if named.type == "metonym" and not acts(self.doc, hit.head, self.lexicon):
            return
        member = self.member_of(hit, named)
        if member:
            keys = (*self.cast.at.get(hit.head, ()), member.key) if hit.first == hit.last else (member.key,)
            self.cast.name(hit.head, tuple(dict.fromkeys(keys)), hit.first, hit.last)
            if named.type != "adjective" or doc.pos[hit.head] != "ADJ":
                self.memory.note(hit.head, keys)

    def member_of(self, hit: NameHit, named: Named) -> Member | None:
        """The actor that a listed name stands for."""
        head = hit.head
        if named.type == "people" and not self.definite(hit.first):
            plural = self.lexicon.states[named.code].plural
            return self.cast.add(Member(f"group:{plural}", plural, plural, "people", named.rule, named.country))
        if named.type == "adjective" and self.doc.tag[head] in ("NNS", "NNPS"):
            plural = self.lexicon.states[named.code].plural
            return self.cast.add(Member(f"group:{plural}", plural, plural, "people", named.rule, named.country))
        return self.cast.add(
            Member(named.key, named.name, named.code, named.kind, named.rule, named.country, named.sector)
        )

    def definite(self, first: int) -> bool:
        return first > 0 and self.doc.norm[first - 1] == "the"

    # people

    def person(self, hit: NameHit) -> Member:
        """The person that a name stands for, found or made; sets what the words around it say of role and code."""
        doc = self.doc
        self.seen.add(hit.head)
        member = self.persons.find(hit.words)
        text = doc.text[doc.start[hit.first] : doc.end[hit.last]]
        if member is None:
            member = self.new_person(hit, text)
        elif len(text) > len(member.name) and set(member.words) < set(hit.words):
            member.name, member.words = text, hit.words
            self.persons.index(member)
        self.cast.name(hit.head, (member.key,), hit.first, hit.last)
        self.memory.note(hit.head, (member.key,))
        title = doc.norm[hit.first - 1].rstrip(".") if hit.first else ""
        if not member.gender:
            member.gender = (
                "m"
                if {title, hit.words[0]} & self.lexicon.male
                else "f"
                if {title, hit.words[0]} & self.lexicon.female
                else ""
            )
        if member.rule == "actors.person":
            owner = self.name_owner(hit)
            if owner:
                self.serve(member, owner, "actors.owner")
        return member

    def new_person(self, hit: NameHit, text: str) -> Member:
        member = Member(f"person:{len(self.persons.members)}", text, text, "person", "actors.person", words=hit.words)
        known = hit.known or self.known(hit.words)
        if known:
            named = self.lexicon.acts_for(known.code)
            member.rule = "people.people"
            if known.serves(self.year):
                member.code, member.country, member.sector = known.code, named.country, named.sector
            elif len(hit.words) == 1:
                member.rule = "actors.person"
        self.persons.add(member)
        self.cast.add(member)
        return member

    def known(self, words: tuple[str, ...]) -> KnownPerson | None:
        rows = self.lexicon.surnames.get(words[-1], ())
        for row in rows:
            if len(words) > 1 and words[0] == row.words[0] and row.serves(self.year):
                return row
        return None

    def serve(self, member: Member, owner: Member, rule: str) -> None:
        """`member` acts for `owner`."""
        if owner.code:
            member.code, member.country, member.rule = owner.code, owner.country, rule
            member.sector = member.sector or owner.sector

    def name_owner(self, hit: NameHit) -> Member | None:
        """Whose a named person is by a possessive right before the name: "Russia's Vladimir Putin"."""
        doc, j = self.doc, hit.first - 1
        if j > 0 and doc.norm[j] in ("'s", "'"):
            before = self.hit_at.get(j - 1)
            if before and before.named and before.named.type in ("state", "metonym", "organization"):
                return self.member_of(before, before.named)
        return None

    # nouns

    def noun(self, i: int) -> None:
        """Name the noun phrase that token `i` heads, if it is one that acts."""
        if i in self.seen:
            return
        self.seen.add(i)
        doc, lexicon = self.doc, self.lexicon
        low = doc.lemma[i].lower()
        plural = doc.tag[i] in ("NNS", "NNPS")
        if self.memory.collective(i, low):
            return
        if low in lexicon.roles or low in lexicon.private:
            if not plural:
                self.role(i, low)
            elif low in lexicon.roles and not self.owned(i) and low in lexicon.groups:
                self.group(i, low)
            return
        if low in lexicon.armed:
            self.armed(i, low)
        elif low == "opposition":
            self.opposition(i)
        elif low in lexicon.bodies:
            self.body(i, low)
        elif low in lexicon.groups and (plural or low in PEOPLE_NOUNS):
            self.group(i, low)

    def owned(self, i: int) -> bool:
        """Name a plural of officials by its owners; whether there are any."""
        owners = self.owners(i)
        if owners:
            self.cast.name(i, tuple(m.key for m in owners), self.first_of(i), i)
            self.memory.note(i, tuple(m.key for m in owners))
        return bool(owners)

    def first_of(self, i: int) -> int:
        """The first token of the noun phrase before its head, without determiner."""
        doc = self.doc
        first = max(doc.left[i], i - 12)
        while first < i and (doc.pos[first] in ("DET", "PUNCT") or doc.norm[first] in ("the", "a", "an")):
            first += 1
        return first

    def role(self, i: int, low: str) -> None:
        doc = self.doc
        hit = self.bearer(i)
        owners = self.owners(i)
        if hit:
            member = self.person(hit) if hit.head not in self.seen else self.cast.members[self.cast.at[hit.head][0]]
            if not member.role:
                member.role = self.role_text(i)
            if low in self.lexicon.roles and owners and member.rule in ("actors.person", "people.people"):
                self.serve(member, owners[0], "actors.role")
            elif low in self.lexicon.roles and member.rule == "actors.person":
                home = self.home(i)
                if home:
                    self.serve(member, home, "actors.home")
            if low in self.lexicon.roles and member.code and not self.memory.home and member.country == member.code:
                self.memory.home = member.code
            self.cast.name(i, (member.key,), self.first_of(i), i)
            return
        found = self.memory.by_role(i, low, owners[0].code if owners else None)
        if found is None and owners and low in self.lexicon.roles:
            owner = owners[0]
            text = doc.text[doc.start[self.first_of(i)] : doc.end[i]]
            found = self.cast.add(
                Member(
                    f"unnamed:{i}",
                    text,
                    owner.code,
                    "person",
                    "actors.unnamed",
                    owner.country,
                    owner.sector,
                    text,
                    named=False,
                )
            )
        if found:
            self.cast.name(i, (found.key,), self.first_of(i), i)
            self.memory.note(i, (found.key,))

    def role_text(self, i: int) -> str:
        doc = self.doc
        first = self.first_of(i)
        for j in range(first, i):
            if doc.norm[j] in ("'s", "'"):
                first = j + 1
        last = i
        if (
            last + 1 < len(doc)
            and doc.norm[last + 1] in ("of", "for", "to", "in", "on", "at")
            and doc.head[last + 1] == i
        ):
            stop = min(doc.right[last + 1], last + 12)
            while last < stop and doc.norm[last + 1] not in (",", "who", "(", ";", "-", "–"):
                last += 1
        return doc.text[doc.start[first] : doc.end[last]]

    def bearer(self, i: int) -> NameHit | None:
        """The person's name that a role belongs to: "Prime Minister X", "X, the prime minister of Y,"."""
        doc, n = self.doc, len(self.doc)
        for j in (doc.head[i], *doc.children[i]):
            hit = self.hit_at.get(j)
            if hit and hit.words and (doc.dep[i] in ("appos", "compound") or doc.dep[j] == "appos"):
                return hit
        for j in (i + 1, i + 2 if i + 1 < n and doc.norm[i + 1] == "," else -1):
            hit = self.hit_at.get(j)
            if hit and hit.words and hit.first == j:
                return hit
        left = doc.left[i]
        if left > 1 and doc.norm[left - 1] == ",":
            hit = self.hit_at.get(left - 2)
            if hit and hit.words and doc.sent[hit.last] == doc.sent[i]:
                return hit
        return None

    def owners(self, i: int) -> list[Member]:
        """Whom the noun `i` acts for."""
        found = self.owners_before(i)
        if not found:
            found = self.owners_after(i)
        return list({m.key: m for m in found if m.code}.values())

    def owners_before(self, i: int) -> list[Member]:
        doc = self.doc
        found: list[Member] = []
        stop = max(doc.sentences[doc.sent[i]].first, i - 14)
        j = i - 1
        while j >= stop:
            hit = self.hit_at.get(j)
            if hit:
                if hit.words:
                    if j + 1 < i and doc.norm[j + 1] in ("'s", "'"):
                        found[:0] = [self.cast.members[k] for k in self.cast.at.get(hit.head, ())]
                    elif doc.dep[hit.head] not in ("compound", "nmod", "amod"):
                        break
                elif hit.named and not hit.modifies and hit.named.type != "media":
                    member = self.member_of(hit, hit.named)
                    if member:
                        found.insert(0, member)
                j = hit.first - 1
                continue
            pos = doc.pos[j]
            if pos in ("VERB", "AUX", "ADP", "SCONJ", "INTJ") and doc.dep[j] not in ("amod", "compound"):
                break
            if doc.tag[j] == "PRP$":
                found[:0] = [self.cast.members[k] for k in self.cast.at.get(j, ())]
                break
            if pos in ("NOUN", "PROPN"):
                self.noun(j)
                possessive = j + 1 < i and doc.norm[j + 1] in ("'s", "'")
                if self.cast.at.get(j) and (possessive or doc.lemma[j].lower() in self.lexicon.bodies):
                    found[:0] = [self.cast.members[k] for k in self.cast.at[j]]
                elif not possessive and doc.head[j] > i:
                    break
            if doc.norm[j] in ("the", "a", "an", ",", ":", ";", "(", ")") and doc.norm[j] != ",":
                break
            if doc.norm[j] == "," and (j - 1 not in self.hit_at or doc.head[j] > i):
                break
            j -= 1
        return found

    def owners_after(self, i: int) -> list[Member]:
        doc = self.doc
        low = doc.lemma[i].lower()
        found: list[Member] = []
        for c in doc.children[i]:
            if c < i or doc.dep[c] != "prep" or doc.norm[c] not in _POSTNOMINAL:
                continue
            if doc.norm[c] == "in" and low not in _HOME_ROLES:
                continue
            target = doc.child(c, "pobj")
            while target >= 0:
                hit = self.hit_at.get(target)
                if hit and hit.named:
                    member = self.member_of(hit, hit.named)
                    if member:
                        found.append(member)
                elif not hit and doc.pos[target] in ("NOUN", "PROPN"):
                    self.noun(target)
                    found += [
                        self.cast.members[k]
                        for k in self.cast.at.get(target, ())
                        if self.cast.members[k].kind != "people"
                    ]
                target = doc.child(target, "conj")
            if found:
                break
        return found

    def home(self, i: int) -> Member | None:
        """The state that a bare title belongs to: that of the sentence's subject before it, else the report's own."""
        code = self.memory.local_state(i) or self.memory.home
        return self.cast.get(f"state:{code}") if code else None

    def body(self, i: int, low: str) -> None:
        owners = self.owners(i)
        if not owners:
            earlier = self.memory.body(i, low)
            if earlier:
                self.cast.name(i, (earlier.key,), self.first_of(i), i)
                self.memory.note(i, (earlier.key,))
                return
            capital = self.doc.word[i][0].isupper()
            if low in ("government", "ministry", "cabinet", "parliament", "administration", "regime", "authority") and (
                self.definite(self.doc.left[i] + 1) or capital or low == "authority"
            ):
                home = self.home(i)
                owners = [home] if home else []
        if not owners:
            return
        if low in STATE_ITSELF or (low in ("force", "troop", "soldier") and len(owners) > 1):
            keys = tuple(m.key for m in owners)
        else:
            owner = owners[0]
            text = self.doc.text[self.doc.start[self.first_of(i)] : self.doc.end[i]]
            sector = self.lexicon.bodies[low]
            key = f"body:{owner.code}:{low}:{self.modifier(i)}"
            keys = (self.cast.add(Member(key, text, owner.code, "body", "actors.body", owner.country, sector)).key,)
        self.cast.name(i, keys, self.first_of(i), i)
        self.memory.note(i, keys)

    def modifier(self, i: int) -> str:
        """The plain noun before a body's noun: "foreign" ministry, "central" bank."""
        before = i - 1
        if before >= 0 and before not in self.hit_at and self.doc.pos[before] in ("NOUN", "PROPN", "ADJ"):
            return self.doc.norm[before]
        return ""

    def armed(self, i: int, low: str) -> None:
        owners = self.owners_before(i)
        actor = next((m for m in owners if m.kind in ("armed group", "organization", "people")), None)
        if actor is None:
            plural = self.doc.norm[i] if self.doc.tag[i] in ("NNS", "NNPS") else low + "s"
            code = plural
            state = next((m for m in owners if m.kind == "state"), None)
            if state and self.lexicon.states.get(state.code) and self.lexicon.states[state.code].adjectives:
                code = f"{self.lexicon.states[state.code].adjectives[0]} {plural}"
            actor = self.cast.add(
                Member(
                    f"group:{code}", code, code, "armed group", "actors.armed", state.country if state else None, "REB"
                )
            )
        self.cast.name(i, (actor.key,), self.first_of(i), i)
        self.memory.note(i, (actor.key,))

    def opposition(self, i: int) -> None:
        owner = next((m for m in self.owners_before(i) or self.owners_after(i) if m.kind in ("state",)), None)
        code = "opposition"
        if owner and owner.code in self.lexicon.states and self.lexicon.states[owner.code].adjectives:
            code = f"{self.lexicon.states[owner.code].adjectives[0]} opposition"
        listed = self.lexicon.organisations.get(code)
        key = listed.key if listed else f"org:{code}"
        member = self.cast.add(
            Member(key, code, code, "organization", "actors.opposition", owner.country if owner else None, "OPP")
        )
        self.cast.name(i, (member.key,), self.first_of(i), i)
        self.memory.note(i, (member.key,))

    def group(self, i: int, low: str) -> None:
        doc = self.doc
        owners = self.owners(i)
        plural = doc.norm[i]
        code = plural
        if low in PEOPLE_NOUNS and owners and owners[0].code in self.lexicon.states:
            code = self.lexicon.states[owners[0].code].plural
        elif (
            low in STATE_NOUNS
            and i
            and doc.pos[i - 1] == "ADJ"
            and doc.norm[i - 1] not in ("other", "many", "several", "few", "some", "all", "such")
        ):
            code = f"{doc.word[i - 1]} {plural}"
        elif low in PEOPLE_NOUNS and not owners and low != "people":
            pass
        country = owners[0].country if owners else None
        member = self.cast.add(
            Member(f"group:{code}", code, code, "people", "actors.group", country, None, named=False)
        )
        self.cast.name(i, (member.key,), self.first_of(i), i)
        self.memory.note(i, (member.key,))
