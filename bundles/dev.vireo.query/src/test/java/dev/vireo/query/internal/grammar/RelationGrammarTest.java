package dev.vireo.query.internal.grammar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Polygon;
import dev.vireo.api.catalog.Polygon.Corner;
import dev.vireo.api.catalog.Zone;
import dev.vireo.api.query.Condition;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.noun.Lexicon;
import dev.vireo.query.internal.noun.Vocabularies;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where, how near, how long, in and out, and in which order: the words for it in both languages. */
final class RelationGrammarTest {
    private static final Polygon SQUARE =
            new Polygon(List.of(new Corner(0, 0), new Corner(0.5, 0), new Corner(0.5, 0.5), new Corner(0, 0.5)));
    private static final Planner PLANNER = new Planner(new Lexicon(Vocabularies.live()), ZoneId.of("Europe/Paris"),
            Instant.parse("2026-11-23T18:00:00Z"), name -> Set.of(), new ZoneNames(List.of(
                    new Zone(1, "default", "yard.mp4", "Loading dock", SQUARE), new Zone(2, "default", "yard.mp4", "gate", SQUARE),
                    new Zone(3, "default", "yard.mp4", "装卸区", SQUARE), new Zone(4, "default", "yard.mp4", "大门", SQUARE))));

    /** {@code kind:value}, another noun than the subject with its number, denied with "!", in order of the question. */
    private static String shown(Draft draft) {
        return draft.terms().stream().map(RelationGrammarTest::shown).collect(Collectors.joining(" | "));
    }

    private static String shown(Term term) {
        Condition c = term.condition();
        return (c.negated() ? "!" : "") + c.kind().name().toLowerCase(Locale.ROOT) + (term.noun() > 0 ? term.noun() : "") + ":"
                + c.value();
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", value = {
        "people in the left half => class:person | place:left half",
        "people not in the left half => class:person | !place:left half",
        "cars on the right side of the picture => class:car | place:right half",
        "a dog in the top right corner => class:dog | place:top right corner",
        "a person in the bottom left of the frame => class:person | place:bottom left",
        "cars in the middle => class:car | place:middle",
        "a bird in a corner => class:bird | place:a corner",
        "someone near the white van => class:person | nearness1:near white van | colour1:white | class1:van",
        "a person next to a car => class:person | nearness1:next to car | class1:car",
        "people not near a car => class:person | !nearness1:near car | class1:car",
        "people far from the white van => class:person | !nearness1:near white van | colour1:white | class1:van",
        "no people near the white van => !class1:person | nearness1:near white van | colour:white | class:van",
        "white vans near people => colour:white | class:van | nearness1:near people | class1:person",
        "two people near a car => count:2 | class:person | nearness1:near car | class1:car",
        "people near the zorblax => class:person | free:zorblax",
        "people entering => class:person | passage:entering",
        "people leaving the picture => class:person | passage:leaving",
        "people not leaving => class:person | !passage:leaving",
        "nobody entering => !class1:person | passage1:entering",
        "a person entering the gate => class:person | passage:entering gate",
        "cars leaving the loading dock => class:car | passage:leaving Loading dock",
        "people in the loading dock => class:person | place:Loading dock",
        "people outside the loading dock => class:person | !place:Loading dock",
        "people not in the loading dock => class:person | !place:Loading dock",
        "people near the gate => class:person | place:near gate",
        "no people in the loading dock => !class1:person | place1:Loading dock",
        "a person in the loading dock for more than 20 seconds => class:person | place:Loading dock | duration:at least 20 s",
        "people standing for less than a minute => class:person | state:parked | duration:at most 1 min",
        "vans parked for at least two minutes => class:van | state:parked | duration:at least 2 min",
        "vans parked longer than 1.5 hours => class:van | state:parked | duration:at least 90 min",
        "vans not parked for more than 20 seconds => class:van | !state:parked | duration:at least 20 s",
        "no people for more than 20 seconds => !class1:person | duration:at least 20 s",
        "at least three cars => count:at least 3 | class:car",
        "no people => !class1:person",
        "nobody => !class1:person",
        "a person, then a truck within 30 seconds => class:person | sequence:person, then truck within 30 s | class:truck",
        "a person followed by a truck => class:person | sequence:person, then truck | class:truck",
        "a person followed within a minute by two white trucks => class:person | sequence:person, then 2 white truck within 1 min"
                + " | count:2 | colour:white | class:truck",
        "a truck after a person => class:truck | sequence:person, then truck | class:person",
        "a person before a truck => class:person | sequence:person, then truck | class:truck",
        "a person, then a dog, then a truck => class:person | sequence:person, then dog, then truck | class:dog | class:truck",
        "a person enters, then leaves => class:person | passage:entering | sequence:person entering, then leaving | passage:leaving",
        "a person not followed by a truck => class:person | !sequence:person, then truck | class:truck",
        "a person, then a truck before 5 pm => class:person | sequence:person, then truck | class:truck | time:before 17:00",
        "three people and then no people => count:3 | class:person | sequence:3 person, then not person | !class1:person",
        "a person near the white van, then a truck within 5 minutes => class:person | nearness1:near white van | colour1:white"
                + " | class1:van | sequence:person near white van, then truck within 5 min | class:truck",
        "people before 5 pm in the left half => class:person | time:before 17:00 | place:left half",
    })
    void english(String question, String conditions) {
        Draft draft = PLANNER.plan(question, false);
        assertEquals(conditions, shown(draft), question + " " + draft.clarification());
        assertEquals("en", draft.language());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", value = {
        "画面左边的人 => place:left half | class:person",
        "在左半边的人 => place:left half | class:person",
        "人在画面右上角 => class:person | place:top right corner",
        "不在左半边的人 => !place:left half | class:person",
        "画面中间的车 => place:middle | class:vehicle",
        "角落里的狗 => place:a corner | class:dog",
        "白色货车旁边的人 => colour1:white | class1:truck | nearness1:next to 白色货车 | class:person",
        "白色汽车附近的人 => colour1:white | class1:car | nearness1:near 白色汽车 | class:person",
        "靠近白色汽车的人 => nearness1:near 白色汽车 | colour1:white | class1:car | class:person",
        "有人在白色汽车附近 => class:person | colour1:white | class1:car | nearness1:near 白色汽车",
        "汽车旁边没有人 => class:car | nearness1:next to 汽车 | !class1:person",
        "进入画面的人 => passage:entering | class:person",
        "离开画面的车 => passage:leaving | class:vehicle",
        "有人进入大门 => class:person | passage:entering 大门",
        "离开装卸区的车 => passage:leaving 装卸区 | class:vehicle",
        "在装卸区的人 => place:装卸区 | class:person",
        "装卸区里的人 => place:装卸区 | class:person",
        "不在装卸区的人 => !place:装卸区 | class:person",
        "装卸区外面的人 => !place:装卸区 | class:person",
        "大门附近的人 => place:near 大门 | class:person",
        "停留超过20秒的人 => duration:at least 20 s | class:person",
        "停放至少两分钟的汽车 => state:parked | duration:at least 2 min | class:car",
        "站着不到一分钟的人 => state:parked | duration:at most 1 min | class:person",
        "在装卸区超过20秒的人 => place:装卸区 | duration:at least 20 s | class:person",
        "至少三辆汽车 => count:at least 3 | class:car",
        "没有人 => !class1:person",
        "先有人后有卡车 => class:person | sequence:person, then truck | class:truck",
        "先出现人，然后出现卡车 => class:person | sequence:person, then truck | class:truck",
        "人，然后30秒内有白色卡车 => class:person | sequence:person, then white truck within 30 s | colour:white | class:truck",
        "前有行人后有汽车 => class:person | sequence:person, then car | class:car",
        "卡车在人之后 => class:truck | sequence:person, then truck | class:person",
        "人在卡车之前 => class:person | sequence:person, then truck | class:truck",
        "人之后没有卡车 => class:person | sequence:person, then not truck | !class1:truck",
        "有人进入，然后离开 => class:person | passage:entering | sequence:person entering, then leaving | passage:leaving",
        "两个人，接着是卡车，最后是狗 => count:2 | class:person | sequence:2 person, then truck, then dog | class:truck | class:dog",
        "没有人超过20秒 => !class1:person | duration:at least 20 s",
    })
    void chinese(String question, String conditions) {
        Draft draft = PLANNER.plan(question, false);
        assertEquals(conditions, shown(draft), question + " " + draft.clarification());
        assertEquals("zh", draft.language());
    }

    /** What sounds alike and is something else. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", value = {
        "people on the left of the car => class:person | free:left | class1:car",
        "people in the middle of the road => class:person | free:middle of the road",
        "left handed people => free:left handed | class:person",
        "车左边的人 => class1:vehicle | free:左边 | class:person",
        "at least 20 people => count:at least 20 | class:person",
        "gates => class:gate",
        "a gate => class:gate",
        "people in the last 20 seconds => class:person | time:last 20 seconds",
        "people before noon => class:person | time:before 12:00",
        "people after 5 pm => class:person | time:after 17:00",
        "then => ask",
        "people then => class:person",
        "people within 30 seconds => class:person | free:within 30 seconds",
        "people 20 seconds ago => class:person | time:20 seconds ago",
    })
    void alike(String question, String conditions) {
        Draft draft = PLANNER.plan(question, false);
        assertEquals(conditions, draft.clarification().isPresent() ? "ask" : shown(draft), question + " " + draft.clarification());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", value = {
        "people entering the building => 4", "people in the left half and in the right half => 2",
        "people in the loading dock and not in the loading dock => 2",
        "people standing for more than 60 seconds and for less than 20 seconds => 2",
        "people entering and not entering => 2", "a dog after a person, then a truck => 2",
        "a person not followed by a truck, then a dog => 2", "在画面左边和画面右边的人 => 2",
    })
    void asksBack(String question, int choices) {
        Draft draft = PLANNER.plan(question, false);
        assertTrue(draft.clarification().isPresent(), () -> question + " became " + shown(draft));
        assertEquals(choices, draft.clarification().get().choices().size(), draft.clarification().toString());
        for (String choice : draft.clarification().get().choices()) {
            assertTrue(PLANNER.plan(choice, false).clarification().isEmpty(),
                    () -> "must be a question that stands alone: " + choice + " but " + PLANNER.plan(choice, false).clarification());
        }
    }
}
