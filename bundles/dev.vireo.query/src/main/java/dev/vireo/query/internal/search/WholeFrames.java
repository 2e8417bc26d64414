package dev.vireo.query.internal.search;

import dev.vireo.query.internal.evidence.Opinion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole frame and the objects in it. */
final class WholeFrames {
    private WholeFrames() {}

    /**
     * The whole frame and an object in it are one finding: the object shows where, so it stands for both; the frame stands
     * alone when no object answers.
     */
    static List<Scored> merged(List<Scored> all) {
        Map<Long, List<Scored>> byMoment = new LinkedHashMap<>();
        all.forEach(s -> byMoment.computeIfAbsent(s.moment().id(), k -> new ArrayList<>()).add(s));
        List<Scored> kept = new ArrayList<>();
        for (List<Scored> here : byMoment.values()) {
            Optional<Scored> whole = here.stream().filter(s -> s.track().wholeFrame()).findFirst();
            List<Scored> objects = here.stream().filter(s -> !s.track().wholeFrame()).toList();
            Optional<Scored> best = objects.stream()
                    .max(Comparator.comparingDouble(Scored::probability).thenComparing(s -> -s.track().id()));
            if (whole.isEmpty() || best.isEmpty()) {
                kept.addAll(here);
            } else if (best.get().hit()) {
                boolean surer = whole.get().hit() && whole.get().probability() > best.get().probability();
                for (Scored object : objects) {
                    kept.add(surer && object.equals(best.get()) ? raised(object, whole.get()) : object);
                }
            } else if (whole.get().hit() || whole.get().probability() > best.get().probability()) {
                kept.add(whole.get());
            } else {
                kept.addAll(objects);
            }
        }
        return kept;
    }

    private static Scored raised(Scored object, Scored whole) {
        List<Opinion> opinions = new ArrayList<>();
        for (int i = 0; i < object.opinions().size(); i++) {
            Opinion own = object.opinions().get(i);
            Opinion frame = whole.opinions().get(i);
            opinions.add(frame.probability() > own.probability()
                    ? new Opinion(frame.probability(), frame.verdict(), () -> own.value() + "; whole frame: " + frame.value(),
                            own.model().contains(frame.model()) ? own.model() : own.model() + ", " + frame.model(),
                            frame.probability())
                    : own);
        }
        return new Scored(object.asset(), object.moment(), object.track(), object.startMs(), object.endMs(), object.frameMs(), object.region(),
                object.involved(), opinions, whole.probability(), whole.order(), true);
    }
}
