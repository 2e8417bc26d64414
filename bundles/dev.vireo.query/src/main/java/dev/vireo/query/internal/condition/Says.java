package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.Verdict;
import dev.vireo.api.text.Wording;
import dev.vireo.query.internal.evidence.Calibration;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Span;
import dev.vireo.query.internal.evidence.Spans;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is written in the picture while a thing is on screen.
 *
 * <p>What is claimed is that a text is on screen that is what was asked, or differs from it by one character: who asks may have
 * written it wrongly, and the reader may have read it wrongly. The reader tells how probable it is that a whole line is right,
 * {@code p}. The {@code m} characters of its {@code n} that agree with what was asked are right with {@code q = p^(m/n)}, each
 * being as sure as the other; the one that does not agree may be anything. That much agrees by chance the less, the more
 * characters there are, so {@link #ASKED} and {@link #LONGER} raise it (ADR 0021).
 *
 * @param wanted any of these
 */
public record Says(List<String> wanted) implements Check {
    /** What a reading is worth that is what somebody asks for, of {@link Wording#FORGIVING_LENGTH} characters. */
    private static final Calibration ASKED = new Calibration(2, 1.1);

    /** What each further character that agrees adds: the odds become twice as large. */
    private static final double LONGER = Math.log(2);

    /** No reading is surer; one with a character off stays behind it. */
    private static final double SUREST = 0.97;

    private static final double NEAR = 0.97;

    /** What was not read may be there all the same: small, blurred or in another script. */
    private static final double UNREAD = 0.05;

    private static final String NOBODY = "text";

    public Says {
        wanted = List.copyOf(wanted);
    }

    /** A reading that is what was wanted, or nearly. */
    public record Seen(SeenText text, Wording.Match match, double probability) {}

    /** The best reading during a stretch of a track; empty when there is none. */
    public Optional<Seen> best(FoundTrack found, Span span, Instruments by) {
        return seen(found, span, by).stream().max(best(by));
    }

    /** What is met before what is not, then what is just as it was asked for, then the surest. */
    private static Comparator<Seen> best(Instruments by) {
        return Comparator.comparing((Seen s) -> by.verdict(s.probability()) == Verdict.MET)
                .thenComparing(s -> s.match() != Wording.Match.NEAR)
                .thenComparingDouble(Seen::probability);
    }

    private List<Seen> seen(FoundTrack found, Span span, Instruments by) {
        List<Seen> all = new ArrayList<>();
        for (SeenText text : by.texts(found.moment().id())) {
            if (text.startMs() > span.toMs() || text.endMs() < span.fromMs()) {
                continue;
            }
            Wording read = Wording.of(text.text());
            for (String one : wanted) {
                Wording asked = Wording.of(one);
                Optional<Wording.Match> match = read.find(asked);
                if (match.isPresent()) {
                    all.add(new Seen(text, match.get(), probability(text, read, asked, match.get())));
                }
            }
        }
        return all;
    }

    private static double probability(SeenText text, Wording read, Wording asked, Wording.Match match) {
        boolean near = match == Wording.Match.NEAR;
        int agree = near ? asked.length() - 1 : asked.length();
        double right = Math.pow(text.probability(), Math.min(1, agree / (double) read.length()));
        Calibration worth = new Calibration(
                ASKED.scale(), ASKED.bias() + LONGER * Math.max(0, agree - Wording.FORGIVING_LENGTH));
        return Math.min(SUREST, worth.probability(right)) * (near ? NEAR : 1);
    }

    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        Span life = new Span(found.track().startMs(), found.track().endMs());
        List<Seen> all = seen(found, life, by);
        if (all.isEmpty()) {
            boolean any = !by.texts(found.moment().id()).isEmpty();
            return new Opinion(UNREAD, Verdict.NOT_MET, any ? "other text read" : "no text read", NOBODY);
        }
        Seen best = all.stream().max(best(by)).orElseThrow();
        SeenText text = best.text();
        String value = shown(text.text()) + (best.match() == Wording.Match.NEAR ? ", one character off" : "")
                + interval(text) + (on(found.track(), text) ? ", on it" : "");
        Verdict verdict = by.verdict(best.probability());
        // What is read less surely elsewhere in the moment is no other hit.
        List<Span> when = all.stream()
                .filter(s -> by.verdict(s.probability()) == verdict)
                .map(s -> new Span(Math.max(life.fromMs(), s.text().startMs()), Math.min(life.toMs(), s.text().endMs())))
                .toList();
        return new Opinion(best.probability(), verdict, value, text.model())
                .roughly(best.match() == Wording.Match.NEAR)
                .during(new Spans(when).closed(0));
    }

    private static String interval(SeenText text) {
        return text.endMs() > text.startMs()
                ? String.format(Locale.ROOT, " from %.1f to %.1f s", text.startMs() / 1000.0, text.endMs() / 1000.0)
                : "";
    }

    /** Whether it stands on the object itself. */
    private static boolean on(Track track, SeenText text) {
        if (track.wholeFrame()) {
            return false;
        }
        Box box = track.at(Math.clamp(track.keyMs(), text.startMs(), Math.max(text.startMs(), text.endMs()))).box();
        return box.intersection(text.box()) > text.box().area() / 2;
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        if (!negated) {
            filter.wanted.addAll(wanted);
        }
    }

    /** Quoted data: nothing in it can end the quotes or move the cursor. */
    public static String shown(String text) {
        return '"' + text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", " ").replace('"', '\'') + '"';
    }
}
