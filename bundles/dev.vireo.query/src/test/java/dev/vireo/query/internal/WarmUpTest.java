package dev.vireo.query.internal;

import static dev.vireo.query.internal.Footage.frame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.encode.Space;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.SearchTimes;
import dev.vireo.api.query.SpaceSearch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WarmUpTest {
    @TempDir
    Path home;

    private Footage footage;
    private final List<String> asked = new ArrayList<>();
    private int people;

    @BeforeEach
    void open() {
        footage = new Footage(home, Instant.parse("2026-11-23T18:00:00Z"));
    }

    @AfterEach
    void close() {
        footage.close();
    }

    private WarmUp warmUp() {
        SearchTimes times = window -> new SearchTimes.Times(people, 1, 1);
        // Rounds are asked by the test, not by a thread of its own.
        return new WarmUp(new Asked(), times, footage.catalog, footage.spaces, footage.broker, Footage.tuning(Map.of("warm_up", false)));
    }

    @Test
    void everyKindIsAskedAndAnswered() throws Exception {
        footage.photo("a.png", frame(0).sorted("seashore", 0.5).made());
        int rounds = warmUp().rounds();
        assertTrue(rounds >= 2, "a round is compared with the one before: " + rounds);
        assertEquals(rounds * WarmUp.QUESTIONS.size(), asked.size());
        assertEquals(WarmUp.QUESTIONS, asked.subList(0, WarmUp.QUESTIONS.size()));
        assertEquals(0, footage.engine.last(Duration.ofMinutes(1)).count(), "nobody asked");
        assertEquals(0, footage.broker.open, "every lease is given back");
    }

    @Test
    void nothingIsAskedOfNothing() throws Exception {
        assertEquals(0, warmUp().rounds());
        assertEquals(List.of(), asked);
    }

    @Test
    void endsWhenPeopleAskAndWhenStopped() throws Exception {
        footage.photo("a.png", frame(0).sorted("seashore", 0.5).made());
        people = 20;
        assertEquals(1, warmUp().rounds());
        assertEquals(1, asked.size());
        people = 0;
        WarmUp stopped = warmUp();
        stopped.stop();
        assertEquals(1, stopped.rounds());
        assertEquals(2, asked.size());
    }

    /** Passes on to the engine and remembers. */
    private final class Asked implements SpaceSearch {
        @Override
        public Answer ask(Question question, List<Space> spaces) {
            asked.add(question.text());
            assertEquals(Catalog.DEFAULT_DOMAIN, question.domain());
            assertEquals(List.of(Footage.SPACE), spaces);
            Answer answer = footage.engine.ask(question, spaces);
            assertTrue(answer.status() != AnswerStatus.NEEDS_CLARIFICATION, question + " must be understood");
            return answer;
        }

        @Override
        public boolean reads(Question question) {
            return footage.engine.reads(question);
        }

        @Override
        public int drain(Space space, Duration limit) {
            return 0;
        }
    }
}
