package dev.vireo.query.internal.grammar;

import dev.vireo.api.query.Clarification;
import dev.vireo.api.query.Condition;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.query.internal.condition.From;
import dev.vireo.query.internal.condition.IsA;
import dev.vireo.query.internal.condition.Near;
import dev.vireo.query.internal.condition.SeenAt;
import dev.vireo.query.internal.condition.Sequence;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.language.Amount;
import dev.vireo.query.internal.language.English;
import dev.vireo.query.internal.language.Tokenizer;
import dev.vireo.query.internal.noun.Lexicon;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns a question into conditions by rules. First every token is read as part of the longest thing that starts there
 * (time, noun of a live model, word of the grammar, name of an asset; what is none of these is free text). Then colours,
 * states, counts and negations are tied to the nouns that they are said of. Nothing of the question is executed or passed
 * on as an instruction: it ends as values of conditions.
 */
public final class Planner {
    private final Lexicon lexicon;
    private final List<ConditionRule> rules;

    /**
     * @param assets ids of the assets of a name in normal form
     * @param zones names of zones
     */
    public Planner(Lexicon lexicon, ZoneId zone, Instant now, Function<String, Set<Long>> assets, ZoneNames zones) {
        this.lexicon = lexicon;
        this.rules = List.of(new ClassRule(), new ColourRule(), new StateRule(), new CountRule(), new SomebodyRule(),
                new ZoneRule(zones), new PassageRule(zones), new FramePartRule(), new SequenceRule(), new DurationRule(),
                new NearRule(), new PlaceRule(assets), new TextRule(), new TimeRule(now, zone), new FreeRule());
    }

    /** @param picture whether a picture comes with the question, so that an empty text is a question too */
    public Draft plan(String question, boolean picture) {
        Reading reading = new Reading(question, picture, false, lexicon);
        Draft draft = draft(reading);
        // "display" shows something, but in "find a display" it is what is looked for.
        boolean nothing = reading.made.isEmpty() && !picture && reading.hidden;
        return nothing ? draft(new Reading(question, picture, true, lexicon)) : draft;
    }

    private Draft draft(Reading reading) {
        new PieceReader(rules, reading).read();
        Steps steps = Steps.of(reading);
        for (Reading part : steps.parts()) {
            read(part);
            reading.ask = reading.ask == null ? part.ask : reading.ask;
        }
        goOn(steps);
        boolean nothing = steps.parts().stream().allMatch(p -> p.made.isEmpty());
        if (!steps.single()) {
            steps.parts().forEach(p -> reading.made.addAll(p.made));
        }
        if (reading.ask == null && nothing && !reading.picture) {
            reading.ask = empty(reading);
        }
        return reading.ask == null
                ? numbered(reading, steps)
                : new Draft(List.of(), List.of(), Optional.empty(), reading.language(), Optional.of(reading.ask));
    }

    private void read(Reading reading) {
        rules.forEach(rule -> rule.prepare(reading));
        new NegationReader(reading).read();
        new NounReader(reading).read();
        for (ConditionRule rule : rules) {
            if (reading.ask == null) {
                rule.conditions(reading);
            }
        }
        Contradictions.check(reading);
    }

    /** A step that names nothing is about the thing of the step before it. */
    private static void goOn(Steps steps) {
        for (int s = 1; s < steps.parts().size(); s++) {
            Reading part = steps.parts().get(s);
            Reading before = steps.parts().get(s - 1);
            if (part.groups.isEmpty() && part.made.stream().noneMatch(m -> m.kind() == ConditionKind.FREE)) {
                part.goesOn.addAll(before.goesOn);
                before.made.stream().filter(m -> m.noun() == 0 && m.check().ofOneThing() && m.check() instanceof IsA).forEach(part.goesOn::add);
            }
        }
    }

    /** One condition, where it stands, and the steps that it is about. */
    private record Placed(int token, Reading.Made made, Reading part, Set<Integer> steps) {}

    private static Draft numbered(Reading whole, Steps steps) {
        List<Placed> placed = new ArrayList<>();
        for (int s = 0; s < steps.parts().size(); s++) {
            Reading part = steps.parts().get(s);
            for (Reading.Made made : part.made) {
                placed.add(new Placed(part.pieces.get(made.at()).from(), made, part, steps(steps, s, made)));
            }
        }
        if (!steps.single()) {
            Reading.Made order = new Reading.Made(steps.from().get(0), ConditionKind.SEQUENCE, said(steps), steps.negated(), steps.from(),
                    steps.sequence(), 0);
            placed.add(new Placed(whole.pieces.get(order.at()).from(), order, whole, Set.of()));
        }
        placed.sort(Comparator.comparingInt(Placed::token).thenComparing(p -> p.made().kind()));
        List<Term> terms = new ArrayList<>();
        List<List<Term>> byStep = new ArrayList<>();
        steps.parts().forEach(p -> byStep.add(new ArrayList<>()));
        Map<Reading.Made, Term> known = new HashMap<>();
        Term sequence = null;
        for (Placed one : placed) {
            Reading.Made m = one.made();
            String words = m.from().stream()
                    .map(p -> one.part().slice(one.part().pieces.get(p).from(), one.part().pieces.get(p).to()))
                    .collect(Collectors.joining(m.from().size() > 1 && m.kind() != ConditionKind.FREE ? " … " : " "));
            Term term = new Term(
                    new Condition("c" + (terms.size() + 1), m.kind(), m.value(), m.negated(), adjoining(one.part(), m, words)),
                    m.check(), m.noun());
            terms.add(term);
            known.put(m, term);
            one.steps().forEach(s -> byStep.get(s).add(term));
            sequence = m.check() instanceof Sequence ? term : sequence;
        }
        for (int s = 0; s < steps.parts().size(); s++) {
            for (Reading.Made m : steps.parts().get(s).goesOn) {
                byStep.get(s).add(known.get(m));
            }
        }
        return new Draft(terms, byStep.stream().map(List::copyOf).toList(), Optional.ofNullable(sequence), whole.language(), Optional.empty());
    }

    /** A time or a source that is said in one step only holds for all of them. */
    private static Set<Integer> steps(Steps steps, int s, Reading.Made made) {
        boolean shared = made.check() instanceof SeenAt || made.check() instanceof From;
        for (int other = 0; other < steps.parts().size() && shared; other++) {
            shared = other == s || steps.parts().get(other).made.stream().noneMatch(m -> m.kind() == made.kind()
                    && m.check().getClass() == made.check().getClass());
        }
        return shared ? IntStream.range(0, steps.parts().size()).boxed().collect(Collectors.toSet()) : Set.of(s);
    }

    /** "person, then white truck within 30 s". */
    private static String said(Steps steps) {
        StringBuilder said = new StringBuilder();
        for (int s = 0; s < steps.parts().size(); s++) {
            Reading part = steps.parts().get(s);
            String words = part.made.stream()
                    .filter(m -> m.kind() != ConditionKind.TIME && !(m.check() instanceof From))
                    // What something is near to is told with the nearness.
                    .filter(m -> m.noun() == 0 || m.check() instanceof Near
                            || part.made.stream().noneMatch(n -> n.noun() == m.noun() && n.check() instanceof Near))
                    .sorted(Comparator.comparingInt(m -> part.pieces.get(m.at()).from()))
                    .map(m -> (m.negated() ? "not " : "") + m.value())
                    .collect(Collectors.joining(" "));
            long limit = s == 0 ? Long.MAX_VALUE : steps.sequence().links().get(s - 1).limitMs();
            said.append(s == 0 ? "" : ", then ").append(words).append(limit == Long.MAX_VALUE ? "" : " within " + Amount.text(limit));
        }
        return said.toString();
    }

    /** The words as they stand in the question when the pieces follow each other. */
    private static String adjoining(Reading r, Reading.Made m, String otherwise) {
        List<Integer> from = m.from().stream().sorted().toList();
        int first = from.get(0);
        int last = from.get(from.size() - 1);
        for (int p = first; p <= last; p++) {
            Piece.Meaning what = r.pieces.get(p).what();
            if (!from.contains(p) && !(what instanceof Piece.Join || what instanceof Piece.Soft || what instanceof Piece.Shade)) {
                return otherwise;
            }
        }
        return r.slice(r.pieces.get(first).from(), r.pieces.get(last).to());
    }

    private static Clarification empty(Reading r) {
        List<String> choices = new ArrayList<>();
        for (String[] noun : new String[][] {{"vehicle", "车辆"}, {"person", "人"}, {"animal", "动物"}, {"furniture", "家具"}}) {
            List<Lexicon.Noun> known = r.lexicon.nouns(Tokenizer.tokenize(noun[0]), 0);
            if (!known.isEmpty() && choices.size() < 4) {
                choices.add(r.chinese ? "找" + noun[1] : "find " + English.plural(noun[0]));
            }
        }
        choices.add(r.chinese ? "找停着的物体" : "find parked objects");
        if (choices.size() < 2) {
            choices.add(r.chinese ? "找白色的物体" : "find white objects");
        }
        return new Clarification(r.chinese ? "要找什么？" : "What should I look for?", List.copyOf(choices));
    }
}
