package dev.vireo.query.internal;

import dev.vireo.api.query.Clarification;
import dev.vireo.api.query.Condition;
import dev.vireo.api.query.ConditionKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Turns a question into conditions by rules. First every token is read as part of the longest thing that starts there
 * (time, noun of a live model, word of the grammar, name of an asset; what is none of these is free text). Then colours,
 * states, counts and negations are tied to the nouns that they are said of. Nothing of the question is executed or passed
 * on as an instruction: it ends as values of conditions.
 */
final class Planner {
    private final Lexicon lexicon;
    private final List<ConditionRule> rules;

    /**
     * @param assets ids of the assets of a name in normal form
     * @param zones names of zones
     */
    Planner(Lexicon lexicon, ZoneId zone, Instant now, Function<String, Set<Long>> assets, ZoneNames zones) {
        this.lexicon = lexicon;
        this.rules = List.of(new ClassRule(), new ColourRule(), new StateRule(), new CountRule(), new SomebodyRule(),
                new ZoneRule(zones), new PassageRule(zones), new FramePartRule(), new DurationRule(), new NearRule(),
                new PlaceRule(assets), new TextRule(), new TimeRule(now, zone), new FreeRule());
    }

    /** @param picture whether a picture comes with the question, so that an empty text is a question too */
    Draft plan(String question, boolean picture) {
        Reading reading = new Reading(question, picture, false, lexicon);
        Draft draft = draft(reading);
        // "display" shows something, but in "find a display" it is what is looked for.
        boolean nothing = reading.made.isEmpty() && !picture && reading.hidden;
        return nothing ? draft(new Reading(question, picture, true, lexicon)) : draft;
    }

    private Draft draft(Reading reading) {
        new PieceReader(rules, reading).read();
        rules.forEach(rule -> rule.prepare(reading));
        new NegationReader(reading).read();
        new NounReader(reading).read();
        for (ConditionRule rule : rules) {
            if (reading.ask == null) {
                rule.conditions(reading);
            }
        }
        Contradictions.check(reading);
        if (reading.ask == null && reading.made.isEmpty() && !reading.picture) {
            reading.ask = empty(reading);
        }
        return reading.ask == null
                ? new Draft(number(reading), reading.language(), Optional.empty())
                : new Draft(List.of(), reading.language(), Optional.of(reading.ask));
    }

    private static List<Term> number(Reading r) {
        List<Reading.Made> ordered = new ArrayList<>(r.made);
        ordered.sort(Comparator.comparingInt((Reading.Made m) -> r.pieces.get(m.at()).from()).thenComparing(Reading.Made::kind));
        Map<Reading.Made, Term> terms = new LinkedHashMap<>();
        for (Reading.Made m : ordered) {
            String words = m.from().stream()
                    .map(p -> r.slice(r.pieces.get(p).from(), r.pieces.get(p).to()))
                    .collect(Collectors.joining(m.from().size() > 1 && m.kind() != ConditionKind.FREE ? " … " : " "));
            terms.put(m, new Term(
                    new Condition("c" + (terms.size() + 1), m.kind(), m.value(), m.negated(), adjoining(r, m, words)), m.check(), m.noun()));
        }
        return List.copyOf(terms.values());
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
