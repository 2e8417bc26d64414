package dev.vireo.ingest.internal.text;

import dev.vireo.api.media.Box;
import dev.vireo.api.media.Image;
import dev.vireo.api.text.TextPlace;
import dev.vireo.ingest.internal.model.Models;
import dev.vireo.ingest.internal.picture.Pixels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where in the frames of a moment lines of text are searched. The first frame is searched whole. Later, a part is searched
 * when its blocks differ from what was searched there, alternate as writing does, and either came to rest or were not
 * searched for some seconds: text on what moves is blurred, and what moves costs most. The area searched of one frame is
 * bounded.
 */
final class TextSearch {
    /** Moving parts are searched this often [ms]. */
    private static final long MOVING_MS = 4_000;

    /** Parts that came to rest are searched at most this often, so that flicker does not cost a search a frame [ms]. */
    private static final long RESTING_MS = 1_000;

    /** Most of a frame that is searched in parts; above, it is searched whole, scaled down. */
    private static final double MOST_AREA = 0.35;

    /** A whole frame is searched again at most this often [ms]. */
    private static final long WHOLE_MS = 8_000;

    /** What is searched around blocks that changed [blocks]: a line has blocks without an edge, and needs surroundings. */
    private static final int MARGIN = 1;

    private static final int LEAST_BLOCKS = 2;
    private static final int MOST_PARTS = 8;

    private final Models models;
    private final int maxSide;
    private boolean off;
    private TextGrid searched;
    private TextGrid before;
    private long wholeMs;
    private long movingMs;
    private long restingMs;

    /** @param maxSide longer side that a whole frame is scaled down to [px] */
    TextSearch(Models models, int maxSide) {
        this.models = models;
        this.maxSide = maxSide;
    }

    /** Finds nothing from now on. */
    void off() {
        off = true;
    }

    /**
     * Lines in those parts of a frame that are worth it.
     *
     * @param known boxes of lines that are known to stand there still: nothing is searched for below them
     * @return in pixels of the frame
     */
    List<TextPlace> in(Image image, long timeMs, List<Box> known) {
        if (off) {
            return List.of();
        }
        TextGrid now = TextGrid.of(image);
        if (searched == null || !searched.fits(now)) {
            return whole(image, now, timeMs);
        }
        boolean[] wanted = wanted(now, timeMs, known);
        before = now;
        List<Box> parts = parts(wanted, now, image);
        double area = parts.stream().mapToDouble(Box::area).sum();
        if (area > MOST_AREA * image.width() * image.height()) {
            return timeMs - wholeMs >= WHOLE_MS ? whole(image, now, timeMs) : List.of();
        }
        List<TextPlace> places = new ArrayList<>();
        for (Box part : parts) {
            for (TextPlace place : models.findText(image.crop(part))) {
                places.add(place.moved(1, part.x(), part.y()));
            }
            for (int y = (int) part.y() / TextGrid.SIDE; y * TextGrid.SIDE < part.y() + part.h() && y < now.rows(); y++) {
                for (int x = (int) part.x() / TextGrid.SIDE; x * TextGrid.SIDE < part.x() + part.w() && x < now.columns(); x++) {
                    searched.take(y * now.columns() + x, now);
                }
            }
        }
        return places;
    }

    private List<TextPlace> whole(Image image, TextGrid now, long timeMs) {
        searched = now;
        before = now.copy();
        wholeMs = timeMs;
        movingMs = timeMs;
        restingMs = timeMs;
        Image small = Pixels.shrink(image, maxSide);
        double scale = image.width() / (double) small.width();
        return models.findText(small).stream().map(place -> place.moved(scale, 0, 0)).toList();
    }

    private boolean[] wanted(TextGrid now, long timeMs, List<Box> known) {
        boolean[] resting = new boolean[now.luma().length];
        boolean[] moving = new boolean[now.luma().length];
        boolean rests = false;
        boolean moves = false;
        for (int block = 0; block < resting.length; block++) {
            if (!now.differs(block, searched)) {
                continue;
            }
            if (!now.writing(block)) {
                searched.take(block, now); // nothing is written there
            } else if (!below(block, now, known)) {
                resting[block] = !now.differs(block, before);
                moving[block] = !resting[block];
                rests |= resting[block];
                moves |= moving[block];
            }
        }
        boolean searchResting = rests && timeMs - restingMs >= RESTING_MS;
        boolean searchMoving = moves && timeMs - movingMs >= MOVING_MS;
        restingMs = searchResting ? timeMs : restingMs;
        movingMs = searchMoving ? timeMs : movingMs;
        boolean[] wanted = new boolean[resting.length];
        for (int block = 0; block < wanted.length; block++) {
            wanted[block] = (searchResting && resting[block]) || (searchMoving && moving[block]);
        }
        return wanted;
    }

    private static boolean below(int block, TextGrid grid, List<Box> known) {
        double x = (block % grid.columns() + 0.5) * TextGrid.SIDE;
        double y = (block / grid.columns() + 0.5) * TextGrid.SIDE;
        double slack = TextGrid.SIDE;
        return known.stream().anyMatch(box -> x >= box.x() - slack && x <= box.x() + box.w() + slack
                && y >= box.y() - slack && y <= box.y() + box.h() + slack);
    }

    /** Boxes around blocks that touch, with their margin, the most written first. */
    private static List<Box> parts(boolean[] wanted, TextGrid grid, Image image) {
        record Part(Box box, double writing) {}
        List<Part> parts = new ArrayList<>();
        boolean[] seen = new boolean[wanted.length];
        for (int start = 0; start < wanted.length; start++) {
            if (!wanted[start] || seen[start]) {
                continue;
            }
            int[] bounds = {grid.columns(), grid.rows(), -1, -1};
            int blocks = 0;
            double writing = 0;
            ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
            seen[start] = true;
            while (!open.isEmpty()) {
                int at = open.poll();
                int x = at % grid.columns();
                int y = at / grid.columns();
                bounds[0] = Math.min(bounds[0], x);
                bounds[1] = Math.min(bounds[1], y);
                bounds[2] = Math.max(bounds[2], x);
                bounds[3] = Math.max(bounds[3], y);
                blocks++;
                writing += grid.edge()[at];
                for (int ny = Math.max(0, y - 1); ny <= Math.min(grid.rows() - 1, y + 1); ny++) {
                    for (int nx = Math.max(0, x - 2); nx <= Math.min(grid.columns() - 1, x + 2); nx++) {
                        int next = ny * grid.columns() + nx;
                        if (wanted[next] && !seen[next]) {
                            seen[next] = true;
                            open.add(next);
                        }
                    }
                }
            }
            if (blocks >= LEAST_BLOCKS) {
                double left = Math.max(0, bounds[0] - MARGIN) * (double) TextGrid.SIDE;
                double top = Math.max(0, bounds[1] - MARGIN) * (double) TextGrid.SIDE;
                double right = Math.min(image.width(), (bounds[2] + 1 + MARGIN) * (double) TextGrid.SIDE);
                double bottom = Math.min(image.height(), (bounds[3] + 1 + MARGIN) * (double) TextGrid.SIDE);
                parts.add(new Part(new Box(left, top, right - left, bottom - top), writing));
            }
        }
        return parts.stream()
                .sorted(Comparator.comparingDouble((Part p) -> -p.writing()))
                .limit(MOST_PARTS)
                .map(Part::box)
                .toList();
    }
}
