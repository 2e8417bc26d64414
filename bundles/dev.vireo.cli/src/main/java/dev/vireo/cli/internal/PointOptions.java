package dev.vireo.cli.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asking by pointing: a picture or a stored frame, and a box, point or line in it. */
final class PointOptions {
    private static final int MAX_IMAGE_BYTES = 16 << 20;
    private static final String PIXELS = " in pixels of the picture, from its top left corner";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--image", paramLabel = "FILE", description = "Find what looks like this picture, or what is marked in it")
    private Path image;

    @Option(
            names = "--moment",
            paramLabel = "ID",
            description = "Point at a frame of this moment (m12) instead of a picture: its key frame, or that of --at")
    private String moment;

    @Option(names = "--at", paramLabel = "MS", description = "With --moment: which frame, in ms from the start of the footage")
    private Long at;

    @Option(names = "--box", paramLabel = "X,Y,W,H", description = "What this box holds," + PIXELS)
    private String box;

    @Option(names = "--point", paramLabel = "X,Y", description = "The smallest object that this point lies on," + PIXELS)
    private String point;

    @Option(names = "--line", paramLabel = "X1,Y1,X2,Y2", description = "Every object that this line crosses," + PIXELS)
    private String line;

    /** Whether there is something to look for without words. */
    boolean given() {
        return image != null || moment != null;
    }

    /** Adds the fields of the request. */
    void fill(Map<String, Object> body) {
        if (image != null && moment != null) {
            throw wrong("--image and --moment are both given; point at one picture: leave one of them out");
        }
        if (at != null && moment == null) {
            throw wrong("--at is " + at + " but there is no --moment; name the moment whose frame is meant, such as m12");
        }
        if (at != null && at < 0) {
            throw wrong("--at is " + at + "; it needs 0 or more, in ms from the start of the footage");
        }
        int marks = (box == null ? 0 : 1) + (point == null ? 0 : 1) + (line == null ? 0 : 1);
        if (marks > 1) {
            throw wrong(marks + " of --box, --point and --line are given; point once: leave the others out");
        }
        if (marks == 1 && !given()) {
            throw wrong("there is a mark but no picture; add --image FILE, or --moment with the id of a moment");
        }
        if (moment != null) {
            if (!moment.matches("m[1-9][0-9]{0,17}")) {
                throw wrong("--moment is \"" + moment + "\"; it needs the id of a moment, such as m12, as answers name it");
            }
            body.put("moment", moment);
            if (at != null) {
                body.put("at_ms", at);
            }
        }
        if (box != null) {
            body.put("box", numbers("--box", box, "x", "y", "w", "h"));
        }
        if (point != null) {
            body.put("point", numbers("--point", point, "x", "y"));
        }
        if (line != null) {
            body.put("line", numbers("--line", line, "x1", "y1", "x2", "y2"));
        }
        if (image != null) {
            body.put("image", Base64.getEncoder().encodeToString(picture()));
        }
    }

    private Map<String, Object> numbers(String option, String text, String... names) {
        String[] parts = text.split(",", -1);
        Map<String, Object> numbers = new LinkedHashMap<>();
        for (int i = 0; i < names.length && parts.length == names.length; i++) {
            try {
                double value = Double.parseDouble(parts[i].strip());
                boolean size = names[i].equals("w") || names[i].equals("h");
                if (Double.isFinite(value) && (size ? value > 0 : value >= 0)) {
                    numbers.put(names[i], value);
                }
            } catch (NumberFormatException e) {
                // Told below, with what is out of range.
            }
        }
        if (numbers.size() < names.length) {
            throw wrong(option + " is \"" + text + "\"; it needs " + String.join(",", names) + PIXELS
                    + (names[names.length - 1].equals("h") ? ", w and h above 0" : ""));
        }
        return numbers;
    }

    private byte[] picture() {
        try (InputStream in = Files.newInputStream(image)) {
            byte[] bytes = in.readNBytes(MAX_IMAGE_BYTES + 1);
            if (bytes.length > MAX_IMAGE_BYTES) {
                throw new Failure(
                        Exit.USAGE, Screen.safe(image.toString()) + " is larger than " + Times.bytes(MAX_IMAGE_BYTES)
                                + "; scale it down");
            }
            return bytes;
        } catch (IOException e) {
            throw new Failure(Exit.USAGE, "cannot read the picture " + Screen.safe(image.toString()) + ": "
                    + e.getClass().getSimpleName().replace("Exception", ""), e);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
