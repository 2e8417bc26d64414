package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Measures;
import dev.vireo.query.internal.evidence.Opinion;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Of the prompt's colours: histogram intersection (Swain and Ballard 1991) of the shares of the eleven terms,
 * {@code s = sum min(a, b) / max(sum a, sum b)}, since small shares are not stored;
 * {@code p = 1 / (1 + exp(-10 (s - 0.6)))}.
 */
public record SameColours() implements Prompted.Part {
    /** An intersection that tells neither for nor against two things' being alike to the eye. */
    private static final double ALIKE = 0.6;
    private static final double SLOPE = 10;

    @Override
    public Opinion held(Term term, FoundTrack found, Prompt.Place place, Instruments by) {
        List<ColourShare> asked = place.reading().colours();
        List<ColourShare> seen = found.track().colours();
        if (seen.isEmpty() || asked.isEmpty()) {
            return new Opinion(0.3, Verdict.UNSURE, "not measured", "colour");
        }
        double common = common(asked, seen);
        double probability = Prompted.sigmoid(SLOPE * (common - ALIKE));
        String value = Measures.shares(seen) + "; " + Math.round(common * 100) + " % in common with " + Measures.shares(asked);
        return new Opinion(Math.clamp(probability, 0.02, 0.98), by.verdict(probability), value, "colour", common);
    }

    static double common(List<ColourShare> a, List<ColourShare> b) {
        Map<Colour, Double> own = new EnumMap<>(Colour.class);
        a.forEach(c -> own.put(c.colour(), c.fraction()));
        double both = b.stream()
                .mapToDouble(c -> Math.min(c.fraction(), own.getOrDefault(c.colour(), 0.0)))
                .sum();
        return both / Math.max(sum(a), sum(b));
    }

    private static double sum(List<ColourShare> colours) {
        return colours.stream().mapToDouble(ColourShare::fraction).sum();
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        filter.attributes = true;
    }
}
