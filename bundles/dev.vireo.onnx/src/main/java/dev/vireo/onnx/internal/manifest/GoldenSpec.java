package dev.vireo.onnx.internal.manifest;

import dev.vireo.api.media.Box;
import java.util.List;
import java.util.Optional;

/**
 * One input and what must come out of it.
 *
 * @param input what goes in
 * @param output logical output whose first values must be {@code first}, each within {@code tolerance}
 * @param detections objects that must be found
 * @param lines lines of text that must be read
 * @param top1 label that must come first
 * @param minProbability least probability of {@code top1}
 * @param ids token ids, exact
 */
public record GoldenSpec(
        Input input,
        Optional<String> output,
        List<Double> first,
        double tolerance,
        List<Expected> detections,
        List<Line> lines,
        Optional<String> top1,
        double minProbability,
        List<Integer> ids) {
    public GoldenSpec {
        first = List.copyOf(first);
        detections = List.copyOf(detections);
        lines = List.copyOf(lines);
        ids = List.copyOf(ids);
    }

    /** What goes in. */
    public sealed interface Input {
        /** A picture of the bundle. */
        record File(String path) implements Input {}

        /** A computed picture. */
        record Pattern(String name, int width, int height) implements Input {}

        /** A text. */
        record Text(String text) implements Input {}

        /** Two texts that are read together. */
        record Pair(String text, String second) implements Input {}
    }

    /** An object that must be found. */
    public record Expected(String label, double minScore, Box box, double minIou) {}

    /** A line of text that must be read, exactly. */
    public record Line(String text, Box box, double minIou) {}
}
