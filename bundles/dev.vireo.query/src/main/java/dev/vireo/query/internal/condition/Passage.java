package dev.vireo.query.internal.condition;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.media.Box;
import dev.vireo.api.query.Verdict;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.evidence.Paths;
import dev.vireo.query.internal.evidence.Spans;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Coming in or going out.
 *
 * <p>Of the frame: the track begins (ends) at a border while the shot runs, and comes away from (up to) that border. At the
 * border means within {@value #MARGIN} of the frame's width or height, or, for what was seen first a moment later, not
 * further than it moves between two observations. A track that begins with the shot was there before; one that begins
 * where another just ended is the same thing found again.
 *
 * <p>Of a zone: it is outside at one observation and inside at the next (or the other way round), or the track begins
 * (ends) inside the zone while the shot runs: a door leads to where no camera sees.
 *
 * @param in true: entering, false: leaving
 * @param zone the zone; empty: the frame
 */
public record Passage(boolean in, Optional<ZonePlace> zone) implements Check {
    private static final double MARGIN = 0.02;
    /** How far it must come away from the border, in its own sizes, to count as passing and not as standing there. */
    private static final double AWAY = 0.3;
    private static final long USUAL_STEP_MS = 1_000;
    /** How many steps around the passage are shown. */
    private static final int SHOWN = 2;

    @Override
    public Opinion of(Term term, FoundTrack found, Instruments by) {
        Track track = found.track();
        if (track.wholeFrame()) {
            return new Opinion(0.3, Verdict.UNSURE, "no single object", "border");
        }
        if (found.moment().startMs() == found.moment().endMs()) {
            return new Opinion(0.3, Verdict.UNSURE, "a picture tells no coming or going", "border");
        }
        return zone.isPresent() ? throughZone(zone.get(), found, by) : throughBorder(found, by);
    }

    private Opinion throughZone(ZonePlace place, FoundTrack found, Instruments by) {
        Track track = found.track();
        Asset asset = found.asset();
        if (!place.covers(asset)) {
            return new Opinion(0.01, Verdict.NOT_MET, "this source has no zone \"" + place.name() + "\"", "zones");
        }
        List<Observation> path = track.path();
        for (int i = 1; i < path.size(); i++) {
            boolean before = inside(place, path.get(i - 1).box(), asset);
            boolean after = inside(place, path.get(i).box(), asset);
            if (before != after && after == in) {
                return met(0.95, "crossed its border at " + at(path.get(i).timeMs()), track, path.get(i).timeMs(), "zones");
            }
        }
        Observation end = in ? path.get(0) : path.get(path.size() - 1);
        if (!inside(place, end.box(), asset)) {
            return new Opinion(0.05, Verdict.NOT_MET, "never crossed its border", "zones");
        }
        Optional<Opinion> not = notPassing(found, by);
        return not.orElseGet(() -> met(0.8, (in ? "appeared" : "disappeared") + " inside at " + at(end.timeMs()), track, end.timeMs(),
                "zones"));
    }

    private static boolean inside(ZonePlace place, Box box, Asset asset) {
        return place.inside(box, asset).orElse(0) >= 0.5;
    }

    private Opinion throughBorder(FoundTrack found, Instruments by) {
        Optional<Opinion> not = notPassing(found, by);
        if (not.isPresent()) {
            return not.get();
        }
        Track track = found.track();
        List<Observation> path = track.path();
        Observation end = in ? path.get(0) : path.get(path.size() - 1);
        Border border = nearest(end.box(), found.asset());
        Observation next = path.size() < 2 ? end : in ? path.get(1) : path.get(path.size() - 2);
        double moved = border.distance(next.box(), found.asset()) - border.distance(end.box(), found.asset());
        // What jumps further than its own size between two observations is hardly one thing.
        double reach = Math.clamp(moved, 0, Math.max(end.box().w(), end.box().h()));
        double margin = MARGIN * border.extent(found.asset());
        double distance = border.distance(end.box(), found.asset());
        // Objects grow into the picture: what is cut by the border moves its visible edge only.
        double away = path.stream().mapToDouble(o -> border.distance(o.box(), found.asset())).max().orElse(0) - distance;
        double size = border.across(end.box());
        String value = String.format(Locale.ROOT, "%s %.0f px from the %s border at %s", in ? "first seen" : "last seen",
                Math.max(0, distance), border.name().toLowerCase(Locale.ROOT), at(end.timeMs()));
        if (distance > margin + reach) {
            boolean close = distance <= margin + 2 * Math.max(reach, size / 2) || moved > reach;
            return close ? new Opinion(0.35, Verdict.UNSURE, value, "border") : new Opinion(0.05, Verdict.NOT_MET, value, "border");
        }
        if (distance > margin && occupied(end, track, by)) {
            return new Opinion(0.35, Verdict.UNSURE, value + ", but something is seen there " + (in ? "before" : "after"), "border");
        }
        if (away < AWAY * size) {
            return new Opinion(0.35, Verdict.UNSURE, value + ", but it stayed there", "border");
        }
        return met(distance <= margin ? 0.9 : 0.75, value, track, end.timeMs(), "border");
    }

    /** Why a track's beginning or end is none of the thing itself. */
    private Optional<Opinion> notPassing(FoundTrack found, Instruments by) {
        Track track = found.track();
        long step = Paths.step(track, USUAL_STEP_MS);
        boolean cut = in
                ? track.startMs() <= found.moment().startMs() + step / 2
                : track.endMs() >= found.moment().endMs() - step / 2;
        if (cut) {
            return Optional.of(new Opinion(0.05, Verdict.NOT_MET,
                    in ? "there when the shot began" : "there until the shot ended", "border"));
        }
        Observation end = in ? track.path().get(0) : track.path().get(track.path().size() - 1);
        for (Track other : by.tracks(track.moment())) {
            if (other.id() == track.id() || other.wholeFrame()) {
                continue;
            }
            Observation met = in ? other.path().get(other.path().size() - 1) : other.path().get(0);
            long gap = in ? end.timeMs() - met.timeMs() : met.timeMs() - end.timeMs();
            double apart = Math.hypot(met.box().centreX() - end.box().centreX(), met.box().centreY() - end.box().centreY());
            if (gap > 0 && gap <= 3 * step && apart <= Math.max(end.box().w(), end.box().h())) {
                return Optional.of(new Opinion(0.35, Verdict.UNSURE,
                        "may be the one " + (in ? "last seen" : "next seen") + " there at " + at(met.timeMs()), "border"));
            }
        }
        return Optional.empty();
    }

    /** Whether another track is seen close to the place just before it is first, or just after it is last seen there. */
    private boolean occupied(Observation end, Track track, Instruments by) {
        long step = Paths.step(track, USUAL_STEP_MS);
        for (Track other : by.tracks(track.moment())) {
            if (other.id() == track.id() || other.wholeFrame()) {
                continue;
            }
            for (Observation o : other.path()) {
                long gap = in ? end.timeMs() - o.timeMs() : o.timeMs() - end.timeMs();
                double apart = Math.hypot(o.box().centreX() - end.box().centreX(), o.box().centreY() - end.box().centreY());
                boolean alike = o.box().area() < 2 * end.box().area() && end.box().area() < 2 * o.box().area();
                if (gap > 0 && gap <= 2 * step && alike && apart <= Math.max(end.box().w(), end.box().h())) {
                    return true;
                }
            }
        }
        return false;
    }

    private Opinion met(double probability, String value, Track track, long atMs, String model) {
        long step = Paths.step(track, USUAL_STEP_MS);
        long from = Math.max(track.startMs(), atMs - (in ? 1 : SHOWN) * step);
        long to = Math.min(track.endMs(), atMs + (in ? SHOWN : 1) * step);
        return new Opinion(probability, Verdict.MET, value, model).during(Spans.of(from, to));
    }

    private static String at(long ms) {
        return String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }

    private static Border nearest(Box box, Asset asset) {
        Border nearest = Border.LEFT;
        for (Border border : Border.values()) {
            if (border.distance(box, asset) / border.extent(asset) < nearest.distance(box, asset) / nearest.extent(asset)) {
                nearest = border;
            }
        }
        return nearest;
    }

    private enum Border {
        LEFT,
        RIGHT,
        TOP,
        BOTTOM;

        /** From the border to the near edge of a box [px]. */
        double distance(Box box, Asset asset) {
            return switch (this) {
                case LEFT -> box.x();
                case RIGHT -> asset.info().width() - box.x() - box.w();
                case TOP -> box.y();
                case BOTTOM -> asset.info().height() - box.y() - box.h();
            };
        }

        double extent(Asset asset) {
            return this == LEFT || this == RIGHT ? asset.info().width() : asset.info().height();
        }

        double across(Box box) {
            return this == LEFT || this == RIGHT ? box.w() : box.h();
        }
    }

    @Override
    public boolean excludes(boolean negated, Check other, boolean otherNegated) {
        return other instanceof Passage passage && zone.equals(passage.zone) && in == passage.in && negated != otherNegated;
    }

    @Override
    public boolean ofOneThing() {
        return true;
    }

    @Override
    public void narrow(CandidateFilter filter, boolean negated) {
        filter.attributes = true;
        zone.ifPresent(filter::zone);
    }
}
