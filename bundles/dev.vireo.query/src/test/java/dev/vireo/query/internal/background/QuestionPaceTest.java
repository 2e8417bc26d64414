package dev.vireo.query.internal.background;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.query.SearchTimes;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A simulated appliance: work slows questions by the share of time it takes. */
class QuestionPaceTest {
    private static final double LIMIT = 1.5;

    private long nowMs;
    private int questions = 100;
    private double p95 = 40;

    private final SearchTimes times = new SearchTimes() {
        @Override
        public Times last(Duration window) {
            return questions == 0 ? new Times(0, 0, 0) : new Times(questions, p95 / 3, p95);
        }
    };

    private final QuestionPace pace = new QuestionPace(times, LIMIT, () -> nowMs * 1_000_000);

    /** Works for minutes in steps. @return the rest it came to [ms] */
    private long work(int seconds, long stepMs, double costOfFullSpeed) {
        long rest = 0;
        for (long end = nowMs + seconds * 1_000L; nowMs < end; ) {
            rest = pace.rest();
            double share = stepMs / (double) (stepMs + rest);
            p95 = 40 * (1 + costOfFullSpeed * share);
            if (rest == 4_000) { // what is normal is seen in quiet
                p95 = 40;
            }
            nowMs += rest + stepMs;
        }
        return rest;
    }

    @Test
    void nobodyAskingIsNoReasonToRest() {
        questions = 0;
        assertEquals(0, work(60, 200, 5));
        assertEquals("", pace.told());
    }

    @Test
    void workThatHurtsNobodyIsNotSlowed() {
        assertEquals(0, work(60, 200, 0.1));
    }

    @Test
    void questionsStayWithinTheLimit() {
        long rest = work(170, 200, 3);
        assertTrue(rest > 200, "rests " + rest + " ms");
        assertTrue(p95 <= LIMIT * 40, "95 of 100 within " + p95 + " ms");
        assertTrue(pace.told().contains("gives way"), pace.told());
        questions = 0;
        assertEquals(0, work(10, 200, 3), "they ended");
    }

    @Test
    void aHeavierLoadIsANewNormal() {
        work(100, 200, 0.1);
        long quiet = 0;
        for (int i = 0; i < 2_000; i++) {
            long rest = pace.rest();
            quiet += rest == 4_000 ? 1 : 0;
            nowMs += 200 + rest;
        }
        assertTrue(quiet >= 1, "it never looked again");
    }
}
