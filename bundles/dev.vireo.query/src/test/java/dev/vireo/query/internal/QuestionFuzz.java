package dev.vireo.query.internal;

import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.testkit.Fuzz;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A question in any words, against a small catalogue. */
public final class QuestionFuzz {
    private static final Footage FOOTAGE = footage();

    private static Footage footage() {
        Instant start = Instant.parse("2024-05-14T14:30:00Z");
        try {
            Footage footage = new Footage(Files.createTempDirectory(Path.of("target"), "fuzz"), start.plusSeconds(100_000));
            footage.video("car-park.mp4", start, 60_000,
                    Footage.frame(60_000).sorted("minivan", 0.4).made(),
                    Footage.thing(0, 60_000, new Box(10, 10, 80, 50)).seen("car", 0.9).colour(Colour.WHITE, 0.7).parked().made(),
                    Footage.thing(5_000, 9_000, new Box(300, 10, 30, 90)).seen("person", 0.8).moving().made());
            footage.photo("cat.jpg", Footage.thing(0, 0, new Box(0, 0, 90, 90)).seen("cat", 0.9).made());
            footage.ask("a white car before 5 pm"); // the first question reads the vocabularies
            return footage;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private QuestionFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Fuzz.take(input, QuestionFuzz::take);
    }

    private static void take(byte[] input) {
        ask(new String(input, StandardCharsets.UTF_8));
    }

    static void ask(String question) {
        Answer answer = FOOTAGE.ask(question, 5);
        boolean asks = answer.status() == AnswerStatus.NEEDS_CLARIFICATION;
        if (asks != answer.clarification().isPresent() || asks && !answer.hits().isEmpty() || answer.plan().conditions().size() > 1_000) {
            throw new AssertionError(question + ": " + answer);
        }
    }
}
