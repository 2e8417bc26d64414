package dev.vireo.spaces.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.broker.Stage;
import dev.vireo.api.broker.Stage.Figures;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.Plan;
import dev.vireo.api.query.Question;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AskedAgainTest {
    /** Whether the candidate is being asked. */
    private final AtomicBoolean candidate = new AtomicBoolean();

    private final AtomicInteger asked = new AtomicInteger();
    /** Whether an administrator lets words be kept. */
    private final AtomicBoolean words = new AtomicBoolean(true);

    private final Stage.Trial trial = new Stage.Trial() {
        @Override
        public Map<String, Figures> servingFigures() {
            return Map.of();
        }

        @Override
        public Map<String, Figures> candidateFigures() {
            return Map.of();
        }

        @Override
        public <T> T serving(Supplier<T> request) {
            return request.get();
        }

        @Override
        public <T> T candidate(Supplier<T> request) {
            candidate.set(true);
            try {
                return request.get();
            } finally {
                candidate.set(false);
            }
        }

        @Override
        public void close() {}
    };

    private static Answer answer(long... tracks) {
        List<Hit> hits = LongStream.of(tracks)
                .mapToObj(t -> new Hit(t, t, t, "a", 0, 1, Optional.empty(), Clock.UNKNOWN, 1, 1, Optional.empty(), 0, List.of(), List.of(), List.of()))
                .toList();
        return new Answer("", AnswerStatus.ANSWERED, Optional.empty(), new Plan(List.of(), "en"), "", hits, List.of(), Map.of(), List.of());
    }

    private static Question question(String words) {
        return new Question(words, "d", 3, Optional.empty());
    }

    private static void await(BooleanSupplier met) throws InterruptedException {
        for (int i = 0; i < 5_000 && !met.getAsBoolean(); i++) {
            Thread.sleep(5);
        }
        assertTrue(met.getAsBoolean());
    }

    private AskedAgain again(Function<Question, Answer> search, Duration rest) {
        return new AskedAgain(q -> {
            asked.incrementAndGet();
            assertEquals(10, q.top(), "the first ten are compared, however many were wanted");
            return search.apply(q);
        }, trial, words::get, () -> { }, rest);
    }

    @Test
    void answersAreHeldAgainstEachOther() throws Exception {
        try (AskedAgain again = again(q -> candidate.get() && q.text().equals("turned")
                ? answer(4, 3, 2, 1)
                : candidate.get() && q.text().equals("other") ? answer(1, 2, 7, 8) : answer(1, 2, 3, 4), Duration.ZERO)) {
            int done = 0;
            for (String words : List.of("same", "turned", "other")) {
                done++;
                int wanted = done;
                for (int i = 0; i < 5_000 && again.report().questions() < wanted; i++) {
                    if (asked.get() < 2 * wanted) {
                        again.answered(question(words)); // may come while it rests
                    }
                    Thread.sleep(5);
                }
            }
            ShadowReport report = again.report();
            assertEquals(3, report.questions());
            assertEquals((1 + 1 + 0.5) / 3, report.overlap(), 1e-9);
            assertEquals((1 - 1 + 1) / 3.0, report.tau(), 1e-9);
            assertEquals(List.of("other"), report.different().stream().map(d -> d.question()).toList());
            assertTrue(report.serving().p95() > 0 && report.candidate().p95() > 0);
        }
    }

    @Test
    void whatComesWhileOneIsAskedIsLeftOut() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch asking = new CountDownLatch(1);
        try (AskedAgain again = again(q -> {
            asking.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return answer(1);
        }, Duration.ZERO)) {
            again.answered(question("first"));
            assertTrue(asking.await(30, TimeUnit.SECONDS));
            for (int i = 0; i < 7; i++) {
                again.answered(question("more")); // returns at once
            }
            assertEquals(7, again.report().left());
            assertEquals(0, again.report().questions());
            go.countDown();
            await(() -> again.report().questions() == 1);
            assertEquals(2, asked.get(), "nothing was queued");
        }
    }

    /** Counts and measures go on; of the words nothing is kept, also not those of before. */
    @Test
    void wordsAreKeptOnlyWhereTheyMayBe() throws Exception {
        try (AskedAgain again = again(_ -> candidate.get() ? answer(1, 2, 7, 8) : answer(1, 2, 3, 4), Duration.ZERO)) {
            compared(again, "before", 1);
            assertEquals(List.of("before"), again.report().different().stream().map(d -> d.question()).toList());
            words.set(false);
            assertEquals(List.of(""), again.report().different().stream().map(d -> d.question()).toList());
            compared(again, "secret", 2);
            words.set(true);
            ShadowReport report = again.report();
            assertEquals(List.of("", ""), report.different().stream().map(d -> d.question()).toList());
            assertEquals(List.of(0.5, 0.5), report.different().stream().map(d -> d.overlap()).toList());
            assertEquals(0.5, report.overlap(), 1e-9);
        }
    }

    private static void compared(AskedAgain again, String question, int questions) throws InterruptedException {
        await(() -> {
            if (again.report().questions() < questions) {
                again.answered(question(question)); // may come while it rests
            }
            return again.report().questions() >= questions;
        });
    }

    @Test
    void itRestsAfterEach() throws Exception {
        try (AskedAgain again = again(_ -> answer(1), Duration.ofHours(1))) {
            again.answered(question("first"));
            await(() -> again.report().questions() == 1);
            await(() -> {
                again.answered(question("more"));
                return again.report().left() > 3;
            });
            assertEquals(2, asked.get());
        }
    }

    @Test
    void aFailureIsNotComparedAndNothingFollowsTheEnd() throws Exception {
        AtomicInteger failed = new AtomicInteger();
        AskedAgain again = again(_ -> {
            if (candidate.get()) {
                failed.incrementAndGet();
                throw new IllegalStateException("worn out");
            }
            return answer(1);
        }, Duration.ZERO);
        try (again) {
            again.answered(question("first"));
            await(() -> failed.get() == 1);
        }
        again.answered(question("after the end"));
        assertEquals(1, again.report().left());
        assertEquals(0, again.report().questions());
        assertEquals(1, again.report().overlap());
        assertEquals(1, failed.get());
    }
}
