package dev.vireo.query.internal;

import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.Verdict;
import dev.vireo.api.text.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is written in the picture while a thing is on screen.
 *
 * <p>The reader tells how probable it is that a whole line is right, {@code p}. Of a line of {@code n} characters the {@code m}
 * asked for are right with {@code p^(m/n)}, each character being as sure as the other. With one character wrong it is a
 * misreading of what was asked, or a reading of something else: the reader that is sure speaks for the latter, so the
 * probability is that times {@link #NEAR}, which ranks it behind every exact reading that counts as found.
 *
 * @param wanted any of these
 */
record Says(List<String> wanted) implements Check {
    /** Even odds and a little, so that what is read surely with one character wrong is still found. */
    private static final double NEAR = 0.6;

    /** What was not read may be there all the same: small, blurred or in another script. */
    private static final double UNREAD = 0.05;

    private static final String NOBODY = "text";

    Says {
        wanted = List.copyOf(wanted);
    }

    /** A reading that is what was wanted, or nearly. */
    record Seen(SeenText text, Wording.Match match, double probability) {}

    /** The surest reading during a stretch of a track; empty when there is none. */
    Optional<Seen> best(FoundTrack found, Span span, Instruments by) {
        return seen(found, span, by).stream().max(Comparator.comparingDouble(Seen::probability));
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
                    double share = Math.min(1, asked.length() / (double) read.length());
                    double right = Math.pow(text.probability(), share);
                    all.add(new Seen(text, match.get(),
                            Math.clamp(match.get() == Wording.Match.NEAR ? NEAR * right : right, 0.02, 0.98)));
                }
            }
        }
        return all;
    }

    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        Span life = new Span(found.track().startMs(), found.track().endMs());
        List<Seen> all = seen(found, life, by);
        if (all.isEmpty()) {
            boolean any = !by.texts(found.moment().id()).isEmpty();
            return new Opinion(UNREAD, Verdict.NOT_MET, any ? "other text read" : "no text read", NOBODY);
        }
        Seen best = all.stream().max(Comparator.comparingDouble(Seen::probability)).orElseThrow();
        SeenText text = best.text();
        String value = TextRule.shown(text.text()) + (best.match() == Wording.Match.NEAR ? ", one character off" : "")
                + interval(text) + (on(found.track(), text) ? ", on it" : "");
        Verdict verdict = by.verdict(best.probability());
        // What is read less surely elsewhere in the moment is no other hit.
        List<Span> when = all.stream()
                .filter(s -> by.verdict(s.probability()) == verdict)
                .map(s -> new Span(Math.max(life.fromMs(), s.text().startMs()), Math.min(life.toMs(), s.text().endMs())))
                .toList();
        return new Opinion(best.probability(), verdict, value, text.model()).during(new Spans(when).closed(0));
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
}
