package dev.vireo.admin.javalin.internal;

import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.query.VisualPrompt;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** What is pointed at in a question: a picture that came along or a stored frame, and a mark in it. */
final class Prompts {
    private final MediaReader reader;

    Prompts(MediaReader reader) {
        this.reader = reader;
    }

    /**
     * The prompt of a request, checked as far as it can be without the picture.
     *
     * @return what decodes the picture; empty when nothing is pointed at
     */
    Optional<Supplier<VisualPrompt>> of(Wire.AskRequest request) {
        Optional<VisualPrompt.Mark> mark = mark(request);
        if (request.image() != null && request.moment() != null) {
            throw wrong("both image and moment are given; point at one picture: leave one of them out");
        }
        if (request.atMs() != null && request.moment() == null) {
            throw wrong("at_ms is " + request.atMs() + " but no moment is given; name the moment whose frame is meant");
        }
        if (request.image() != null) {
            byte[] bytes = decoded(request.image());
            return Optional.of(() -> new VisualPrompt(new VisualPrompt.Picture(reader.decode(bytes)), mark));
        }
        if (request.moment() != null) {
            if (request.atMs() != null && request.atMs() < 0) {
                throw wrong("at_ms is " + request.atMs() + "; it needs 0 or more, from the start of the footage");
            }
            long moment = Ids.MOMENT.parse(request.moment());
            OptionalLong at = request.atMs() == null ? OptionalLong.empty() : OptionalLong.of(request.atMs());
            return Optional.of(() -> new VisualPrompt(new VisualPrompt.StoredFrame(moment, at), mark));
        }
        if (mark.isPresent()) {
            throw wrong("a box, point or line is given but no picture; send image, or the moment whose frame is meant");
        }
        return Optional.empty();
    }

    private static Optional<VisualPrompt.Mark> mark(Wire.AskRequest request) {
        List<VisualPrompt.Mark> marks = new ArrayList<>();
        if (request.box() != null) {
            Wire.Area a = request.box();
            double[] v = numbers("box", "x, y, w and h", a.x(), a.y(), a.w(), a.h());
            if (v[2] <= 0 || v[3] <= 0) {
                throw wrong("box is " + v[2] + " wide and " + v[3] + " high; w and h must be above 0, in pixels of the picture");
            }
            marks.add(new VisualPrompt.Area(new Box(v[0], v[1], v[2], v[3])));
        }
        if (request.point() != null) {
            double[] v = numbers("point", "x and y", request.point().x(), request.point().y());
            marks.add(new VisualPrompt.Point(v[0], v[1]));
        }
        if (request.line() != null) {
            Wire.Line l = request.line();
            double[] v = numbers("line", "x1, y1, x2 and y2", l.x1(), l.y1(), l.x2(), l.y2());
            marks.add(new VisualPrompt.Line(v[0], v[1], v[2], v[3]));
        }
        if (marks.size() > 1) {
            throw wrong(marks.size() + " of box, point and line are given; point once: leave the others out");
        }
        return marks.stream().findFirst();
    }

    private static double[] numbers(String name, String fields, Double... values) {
        double[] numbers = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null || !Double.isFinite(values[i])) {
                throw wrong(name + " lacks a number; it needs " + fields + ", in pixels of the picture");
            }
            numbers[i] = values[i];
        }
        return numbers;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new VireoException(
                    ErrorKind.USER_INPUT, "image is not base64 (RFC 4648, no line breaks): " + e.getMessage(), e);
        }
    }

    private static VireoException wrong(String message) {
        return new VireoException(ErrorKind.USER_INPUT, message);
    }
}
