package dev.vireo.admin.javalin.internal;

import dev.vireo.api.catalog.Clock;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Clarification;
import dev.vireo.api.query.Condition;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.HitTwin;
import dev.vireo.api.query.Involved;
import dev.vireo.api.query.Plan;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.Verdict;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers by what the question says: {@code nothing}, {@code unclear}, {@code fail KIND}, {@code crash}; else the van. */
final class FakeQueries implements QueryEngine {
    private static final int MAX_CHARS = 2_000;

    private volatile Question last;

    Question last() {
        return last;
    }

    @Override
    public Answer ask(Question question) {
        last = question;
        String text = question.text();
        if (text.length() > MAX_CHARS) {
            throw new VireoException(
                    ErrorKind.USER_INPUT,
                    "the question has " + text.length() + " characters; at most " + MAX_CHARS + " can be read, shorten it");
        }
        if (text.startsWith("fail ")) {
            throw new VireoException(ErrorKind.valueOf(text.substring(5)), "told to " + text);
        }
        if (text.equals("crash")) {
            throw new IllegalStateException("secret inner detail");
        }
        if (text.equals("error")) {
            throw new StackOverflowError("secret inner detail");
        }
        Plan plan = new Plan(
                List.of(
                        new Condition("c1", ConditionKind.CLASS, "vehicle", false, "vehicles"),
                        new Condition("c2", ConditionKind.TIME, "before 17:00", false, "before 5 pm")),
                "en");
        Map<String, Long> timings = Map.of("plan", 1L, "total", 7L);
        if (text.equals("nothing")) {
            return new Answer(
                    text, AnswerStatus.NOTHING_FOUND, Optional.empty(), plan, "Nothing found.", List.of(),
                    List.of(hit(Verdict.NOT_MET)), timings,
                    List.of("fake notice \u001b[2J"));
        }
        if (text.equals("unclear")) {
            return new Answer(
                    text, AnswerStatus.NEEDS_CLARIFICATION,
                    Optional.of(new Clarification("Which one?", List.of("find cars", "find vans"))),
                    new Plan(List.of(), "en"), "", List.of(), List.of(), timings,
                    List.of("fake notice \u001b[2J"));
        }
        return new Answer(
                text, AnswerStatus.ANSWERED, Optional.empty(), plan, "A white van \u001b[2J stood there [m12].",
                List.of(hit(Verdict.MET), photo()), List.of(hit(Verdict.UNSURE)), timings,
                    List.of("fake notice \u001b[2J"));
    }

    private static Hit hit(Verdict time) {
        return new Hit(
                12, 5, 3, "/footage/parked-van.mp4", 0, 79_500,
                Optional.of(OffsetDateTime.parse("2024-05-14T16:30:12+02:00")),
                new Clock(ClockSource.ADMIN, 1, Optional.of(FakeFootage.START)),
                1.25, 0.9123456, Optional.of(FakeFootage.VAN), 12_000,
                List.of(new Involved("person", 12, 9, 11_000, 14_000, 12_000, new Box(600, 40, 20, 60)),
                        new Involved("dog", 12, 10, 20_000, 24_000, 21_000, new Box(100, 40, 20, 10))),
                List.of(
                        new Evidence("c1", Verdict.MET, "truck 0.58", 0.91, "nanodet@1.0.0"),
                        new Evidence("c2", time, "16:30:12", 1, "clock")),
                List.of(new HitTwin(4, "/footage/copy.avi", 31, 32, 0, 67_500, 0, Optional.of(FakeFootage.VAN))));
    }

    private static Hit photo() {
        return new Hit(
                13, 6, 4, "/footage/\u001b[31mcat.jpg", 0, 0, Optional.empty(), Clock.UNKNOWN, 0.5, 0.5, Optional.empty(), 0, List.of(),
                List.of(new Evidence("c1", Verdict.MET, "car 0.5", 0.5, "nanodet@1.0.0"),
                        new Evidence("c2", Verdict.UNSURE, "capture time unknown", 0.5, "clock")));
    }
}
