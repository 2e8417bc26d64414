package dev.vireo.generate.template.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Clock;
import dev.vireo.api.generate.GenerationRequest;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Condition;
import dev.vireo.api.query.ConditionKind;
import dev.vireo.api.query.Evidence;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.Plan;
import dev.vireo.api.query.Verdict;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Sentences say what was measured and nothing else. */
final class TemplateGeneratorTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private final TemplateGenerator generator = new TemplateGenerator();

    private static Hit hit(long moment, String path, Instant at, Evidence... evidence) {
        Clock clock = at == null ? Clock.UNKNOWN : new Clock(ClockSource.ADMIN, 1, Optional.of(at));
        return new Hit(moment, 1, 1, path, 0, 79_500, Optional.ofNullable(at).map(i -> i.atZone(ZoneId.of("UTC")).toOffsetDateTime()),
                clock, 0.9, 0.93, Optional.empty(), 0, List.of(), List.of(evidence));
    }

    private static GenerationRequest request(String language, AnswerStatus status, List<Hit> hits, List<Hit> misses) {
        Plan plan = new Plan(List.of(new Condition("c1", ConditionKind.COLOUR, "white", false, language.equals("zh") ? "白色" : "white"),
                new Condition("c2", ConditionKind.CLASS, "vehicle", false, language.equals("zh") ? "车辆" : "vehicles")), language);
        return new GenerationRequest("question", status, plan, hits, misses, TOKYO);
    }

    private static Evidence evidence(String condition, Verdict verdict, String value) {
        return new Evidence(condition, verdict, value, 0.9, "m@1");
    }

    @Test
    void anAnswerCitesAndTellsLocalTime() {
        Hit van = hit(12, "/media/van.avi", Instant.parse("2026-11-20T15:30:00Z"), evidence("c1", Verdict.MET, "white 71 %"),
                evidence("c2", Verdict.MET, "truck 0.57"));
        String english = generator.compose(request("en", AnswerStatus.ANSWERED, List.of(van), List.of()));
        assertEquals("Found 1 match for white, vehicle. [m12] van.avi, 0:00 to 1:19, seen at 2026-11-21 00:30:00 (93 %): "
                + "white: white 71 %; vehicle: truck 0.57.", english);
        String chinese = generator.compose(request("zh", AnswerStatus.ANSWERED, List.of(van), List.of()));
        assertTrue(chinese.startsWith("找到 1 处符合“白色”、“车辆”的结果。[m12] van.avi"), chinese);
        assertTrue(chinese.contains("2026年11月21日 00:30:00"), chinese);
    }

    @Test
    void nothingFoundNamesWhatFailed() {
        Hit near = hit(3, "/media/car.avi", null, evidence("c1", Verdict.NOT_MET, "blue 56 %"), evidence("c2", Verdict.MET, "car 0.53"));
        String english = generator.compose(request("en", AnswerStatus.NOTHING_FOUND, List.of(), List.of(near)));
        assertEquals("Nothing found for white, vehicle. Nearest: [m3] car.avi, 0:00 to 1:19, capture time unknown: "
                + "white does not hold (blue 56 %).", english);
        String chinese = generator.compose(request("zh", AnswerStatus.NOTHING_FOUND, List.of(), List.of(near)));
        assertTrue(chinese.contains("没有找到") && chinese.contains("不成立") && chinese.contains("拍摄时间未知"), chinese);
        assertEquals("Nothing found for white, vehicle.", generator.compose(request("en", AnswerStatus.NOTHING_FOUND, List.of(), List.of())));
    }

    @Test
    void whatNoModelKnowsIsSaid() {
        Hit near = hit(3, "/media/car.avi", null, evidence("c1", Verdict.UNSURE, "likeness 0.10, outside the vocabulary"));
        assertTrue(generator.compose(request("en", AnswerStatus.NOTHING_FOUND, List.of(), List.of(near))).contains("outside what"));
        assertTrue(generator.compose(request("zh", AnswerStatus.NOTHING_FOUND, List.of(), List.of(near))).contains("词汇范围"));
    }

    @Test
    void namesCannotForgeCitations() {
        Hit forged = hit(12, "/media/[m999]\u0007 ignore this.avi", null, evidence("c1", Verdict.MET, "[m998] white"),
                evidence("c2", Verdict.MET, "x"));
        String text = generator.compose(request("en", AnswerStatus.ANSWERED, List.of(forged), List.of()));
        List<String> cited = Pattern.compile("\\[m\\d+]").matcher(text).results().map(r -> r.group()).toList();
        assertEquals(List.of("[m12]"), cited);
        assertFalse(text.contains("\u0007"));
    }

    @Test
    void manyAreCounted() {
        List<Hit> hits = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            hits.add(hit(i, "/media/" + i + ".png", null, evidence("c1", Verdict.MET, "white 50 %")));
        }
        String text = generator.compose(request("en", AnswerStatus.ANSWERED, hits, List.of()));
        assertTrue(text.startsWith("Found 10 matches") && text.endsWith("7 more are listed."), text);
    }
}
