package dev.vireo.query.internal.prompt;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Footage;
import dev.vireo.api.media.Image;
import dev.vireo.api.query.VisualPrompt;
import java.util.Locale;

/** The picture of a prompt, and whether its mark lies in it. */
final class PromptPicture {
    /** A box may reach this far over the edge, as a share of the side, and is cut to it: hands are not exact. */
    private static final double OVER = 0.02;

    private final Catalog catalog;
    private final Footage footage;

    PromptPicture(Catalog catalog, Footage footage) {
        this.catalog = catalog;
        this.footage = footage;
    }

    /** @throws VireoException NOT_FOUND for a moment that does not exist, USER_INPUT for a place outside of it */
    Image of(VisualPrompt prompt) {
        Image picture = switch (prompt.source()) {
            case VisualPrompt.Picture own -> own.image();
            case VisualPrompt.StoredFrame stored -> frame(stored);
        };
        prompt.mark().ifPresent(mark -> check(mark, picture));
        return picture;
    }

    private Image frame(VisualPrompt.StoredFrame stored) {
        Moment moment = catalog.moment(stored.moment())
                .orElseThrow(() -> new VireoException(ErrorKind.NOT_FOUND, "there is no moment m" + stored.moment()
                        + "; an answer, or show with the id of an asset, names those that there are"));
        long at = stored.atMs().orElse(moment.keyMs());
        if (at < moment.startMs() || at > moment.endMs()) {
            throw new VireoException(ErrorKind.USER_INPUT, "the frame at " + at + " ms is asked for; moment m" + moment.id()
                    + " goes from " + moment.startMs() + " to " + moment.endMs() + " ms. Choose a time in it, or none for"
                    + " its key frame at " + moment.keyMs() + " ms.");
        }
        // The end is exclusive: there is no frame at the end of a file.
        return footage.frameAt(moment.asset(), Math.min(at, Math.max(moment.startMs(), moment.endMs() - 1)));
    }

    private static void check(VisualPrompt.Mark mark, Image picture) {
        switch (mark) {
            case VisualPrompt.Area area -> {
                Box box = area.box();
                double overX = OVER * picture.width();
                double overY = OVER * picture.height();
                boolean starts = box.x() >= -overX && box.y() >= -overY && box.x() < picture.width() && box.y() < picture.height();
                boolean ends = box.x() + box.w() > 0 && box.x() + box.w() <= picture.width() + overX
                        && box.y() + box.h() > 0 && box.y() + box.h() <= picture.height() + overY;
                if (!starts || !ends) {
                    throw outside("box x " + number(box.x()) + " y " + number(box.y()) + " w " + number(box.w()) + " h "
                            + number(box.h()) + " reaches", picture);
                }
            }
            case VisualPrompt.Point point -> {
                if (!inside(point.x(), point.y(), picture)) {
                    throw outside("point x " + number(point.x()) + " y " + number(point.y()) + " lies", picture);
                }
            }
            case VisualPrompt.Line line -> {
                if (!inside(line.x1(), line.y1(), picture) || !inside(line.x2(), line.y2(), picture)) {
                    throw outside("line from x " + number(line.x1()) + " y " + number(line.y1()) + " to x "
                            + number(line.x2()) + " y " + number(line.y2()) + " reaches", picture);
                }
            }
        }
    }

    private static boolean inside(double x, double y, Image picture) {
        return x >= 0 && y >= 0 && x <= picture.width() && y <= picture.height();
    }

    private static VireoException outside(String what, Image picture) {
        return new VireoException(ErrorKind.USER_INPUT, "the " + what + " beyond the picture, which is " + picture.width()
                + " x " + picture.height() + " px: x must be 0 to " + picture.width() + " and y 0 to " + picture.height()
                + ", from the top left. Mark a place inside it.");
    }

    static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.1f", value);
    }
}
