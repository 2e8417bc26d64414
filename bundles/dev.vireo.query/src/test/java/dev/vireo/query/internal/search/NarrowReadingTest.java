package dev.vireo.query.internal.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.TrackFilter;
import dev.vireo.api.catalog.TrackScope;
import dev.vireo.api.media.Box;
import dev.vireo.api.model.Colour;
import dev.vireo.api.model.LabelScore;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import dev.vireo.query.internal.Footage;
import dev.vireo.query.internal.evidence.ClassPool;
import dev.vireo.query.internal.evidence.Opinion;
import dev.vireo.query.internal.language.Tokenizer;
import dev.vireo.query.internal.noun.Lexicon;
import dev.vireo.query.internal.noun.LiveModel;
import dev.vireo.query.internal.noun.Target;
import dev.vireo.query.internal.noun.Vocabularies;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A question reads no more of its tracks than it needs: the answer is that of reading everything, to the last digit. */
final class NarrowReadingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
    private static final List<String> QUESTIONS = List.of(
            "cars", "people", "dogs", "animals", "vans", "musical instruments", "furniture", "red cars", "a black dog", "people in blue",
            "white vehicles parked before 5 pm", "people walking", "a car that is not white", "vehicles that are not vans",
            "a person and a car", "a dog without a person", "a bottle and a person", "no people", "nobody near the van",
            "someone near the white van", "a person next to a dog", "two people", "at least three cars", "more than one red car",
            "at most two dogs", "at least two people near a car", "at least two cars and a person", "people entering",
            "a person, then a car within 30 seconds", "a person leaving, then a vehicle", "a car for more than 5 seconds",
            "a person in the left half", "red things", "两个人", "白色的车", "没有人的车", "白色货车旁边的人", "狗和人");

    @TempDir
    Path home;

    @Test
    void overRealFootage() {
        try (Footage footage = new Footage(home, NOW)) {
            footage.recorded(Map.of("vtest.avi", Instant.parse("2026-11-20T15:30:00Z"), "car-detection.mp4", Instant.parse("2026-11-20T09:00:00Z")));
            same(footage);
        }
    }

    @Test
    void overAnythingAtAll() {
        Random random = new Random(9);
        try (Footage footage = new Footage(home, NOW)) {
            for (int i = 0; i < 60; i++) {
                long ms = i % 3 == 0 ? 20_000 : 0;
                List<NewTrack> tracks = new ArrayList<>();
                for (int n = random.nextInt(1, 9); n >= 0; n--) {
                    tracks.add(thing(random, n == 0, ms));
                }
                footage.video("clip" + i, random.nextInt(5) == 0 ? null : Instant.parse("2026-11-20T08:00:00Z").plusSeconds(600L * i), ms,
                        tracks.toArray(NewTrack[]::new));
            }
            same(footage);
        }
    }

    /** Labels as models give them: few that say something, and a long tail. */
    private static NewTrack thing(Random random, boolean whole, long ms) {
        long from = whole || ms == 0 ? 0 : random.nextInt(0, 5) * 1_000L;
        long to = whole || ms == 0 ? ms : from + random.nextInt(2, 15) * 1_000L;
        Footage.Thing thing = whole
                ? Footage.frame(ms)
                : Footage.thing(from, to, new Box(random.nextInt(600), random.nextInt(400), random.nextInt(20, 160), random.nextInt(20, 160)));
        if (!whole && random.nextInt(8) > 0) {
            for (String label : List.of("person", "car", "truck", "dog", "bottle", "chair", "guitar")) {
                if (!label.equals("guitar") && random.nextInt(3) == 0) {
                    thing.seen(label, weight(random));
                }
            }
        }
        if (random.nextInt(8) > 0) {
            for (String label : List.of("minivan", "sports car", "convertible", "beagle", "golden retriever", "wine bottle", "acoustic guitar", "rocking chair",
                    "moving van", "tabby", "hen", "umbrella", "lakeside", "school bus")) {
                if (random.nextInt(3) == 0) {
                    thing.sorted(label, weight(random) / 4);
                }
            }
        }
        if (!whole) {
            for (Colour colour : Colour.values()) {
                if (random.nextInt(5) == 0) {
                    thing.colour(colour, random.nextInt(1, 40) / 100.0);
                }
            }
            if (random.nextInt(6) == 0) {
                thing.flawed(Quality.Flaw.values()[random.nextInt(Quality.Flaw.values().length)]);
            }
            if (random.nextBoolean()) {
                thing.parked();
            } else {
                thing.to(new Box(random.nextInt(600), random.nextInt(400), 60, 60));
            }
        }
        return thing.made();
    }

    private static double weight(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(300, 950) / 1000.0;
            case 1 -> random.nextInt(20, 300) / 1000.0;
            default -> random.nextInt(2, 24) / 1000.0;
        };
    }

    private static void same(Footage footage) {
        AtomicInteger narrow = new AtomicInteger();
        QueryEngine all = footage.engine(everything(footage.catalog, narrow));
        int hits = 0;
        for (String question : QUESTIONS) {
            for (int top : new int[] {3, 100}) {
                Question asked = new Question(question, Catalog.DEFAULT_DOMAIN, top, Optional.empty());
                Answer expected = all.ask(asked);
                Answer answer = footage.engine.ask(asked);
                assertEquals(expected.status(), answer.status(), question);
                assertEquals(expected.hits(), answer.hits(), question);
                assertEquals(expected.nearMisses(), answer.nearMisses(), question);
                hits += answer.hits().size();
            }
        }
        assertTrue(hits > QUESTIONS.size(), "only " + hits + " hits were compared");
        assertTrue(narrow.get() > QUESTIONS.size(), "only " + narrow.get() + " narrow reads were asked for");
    }

    /** A catalogue that reads whole tracks, whatever scope is asked for. */
    private static Catalog everything(Catalog catalog, AtomicInteger narrow) {
        return (Catalog) Proxy.newProxyInstance(Catalog.class.getClassLoader(), new Class<?>[] {Catalog.class}, (proxy, method, arguments) -> {
            boolean scoped = arguments != null && arguments[arguments.length - 1] instanceof TrackScope;
            if (scoped) {
                narrow.incrementAndGet();
                return arguments.length == 3
                        ? catalog.search((TrackFilter) arguments[0], (int) arguments[1])
                        : catalog.tracks(ids(arguments[0]));
            }
            try {
                return method.invoke(catalog, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static List<Long> ids(Object given) {
        return ((Collection<?>) given).stream().map(Long.class::cast).toList();
    }

    /** A pool that is given but its scope says what it says of everything. */
    @Test
    void theScopeDecides() {
        Random random = new Random(4);
        Lexicon lexicon = new Lexicon(Vocabularies.live());
        ClassPool pool = new ClassPool(lexicon.models(), Footage.calibration(), 1, 1, 0.5, 0.2);
        int whole = 0;
        for (String noun : List.of("car", "van", "vehicle", "person", "dog", "animal", "guitar", "chair", "bottle", "bird", "tool", "owl", "hen", "minivan")) {
            Target target = lexicon.target(lexicon.meanings(lexicon.nouns(Tokenizer.tokenize(noun), 0).get(0).senses()).get(0));
            TrackScope scope = pool.scope(List.of(target), false);
            for (int i = 0; i < 400; i++) {
                List<LabelScore> labels = new ArrayList<>();
                for (LiveModel model : lexicon.models()) {
                    int size = model.vocabulary().labels().size();
                    int[] some = random.ints(random.nextInt(0, 12), 0, size).distinct().toArray();
                    int[] asked = random.nextBoolean() || !target.models().containsKey(model.ref()) ? new int[0]
                            : target.models().get(model.ref()).labels().stream().mapToInt(n -> n).limit(3).toArray();
                    for (int label : IntStream.concat(Arrays.stream(some), Arrays.stream(asked)).distinct().toArray()) {
                        labels.add(new LabelScore(model.ref(), label, weight(random) / (model.detector() ? 1 : 6)));
                    }
                }
                boolean telling = labels.stream().anyMatch(l -> l.probability() >= scope.least()
                        && scope.telling().getOrDefault(l.model(), Set.of()).contains(l.label()));
                whole += telling ? 1 : 0;
                List<LabelScore> kept = labels.stream()
                        .filter(l -> telling || scope.named().getOrDefault(l.model(), Set.of()).contains(l.label())
                                || labels.stream().filter(o -> o.model().equals(l.model())).findFirst().orElseThrow().equals(l))
                        .toList();
                Opinion all = pool.of(target, track(labels, i % 2 == 0));
                Opinion some = pool.of(target, track(kept, i % 2 == 0));
                assertEquals(all.probability(), some.probability(), noun + " of " + labels);
                assertEquals(all.verdict(), some.verdict());
                assertEquals(all.order(), some.order());
                assertEquals(all.model(), some.model());
            }
        }
        assertTrue(whole > 100 && whole < 4_000, whole + " tracks were read whole");
    }

    private static Track track(List<LabelScore> labels, boolean still) {
        NewTrack made = Footage.thing(0, still ? 0 : 5_000, new Box(10, 10, 50, 50)).made();
        return new Track(1, 1, false, made.startMs(), made.endMs(), made.keyMs(), made.motion(), labels, List.of(),
                Quality.CLEAR, made.path());
    }
}
