package dev.vireo.query.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.ColourShare;
import dev.vireo.api.catalog.Motion;
import dev.vireo.api.catalog.MotionState;
import dev.vireo.api.catalog.NewAsset;
import dev.vireo.api.catalog.NewMoment;
import dev.vireo.api.catalog.NewTrack;
import dev.vireo.api.catalog.NewVector;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.Part;
import dev.vireo.api.catalog.Quality;
import dev.vireo.api.catalog.QuestionSample;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.Zones;
import dev.vireo.api.classify.Classifier;
import dev.vireo.api.detect.Detection;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.generate.GenerationRequest;
import dev.vireo.api.generate.Generator;
import dev.vireo.api.index.IndexStatus;
import dev.vireo.api.index.Neighbour;
import dev.vireo.api.index.VectorFilter;
import dev.vireo.api.index.VectorIndex;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.ClockSource;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaInfo;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.model.Colour;
import dev.vireo.api.model.LabelScore;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.model.Vocabulary;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.Question;
import dev.vireo.catalog.sqlite.internal.Database;
import dev.vireo.catalog.sqlite.internal.SqliteCatalog;
import dev.vireo.catalog.sqlite.internal.SqliteQuestionSample;
import dev.vireo.catalog.sqlite.internal.SqliteSpaceCatalog;
import dev.vireo.catalog.sqlite.internal.SqliteZones;
import dev.vireo.query.internal.evidence.Calibration;
import dev.vireo.query.internal.noun.LiveModel;
import dev.vireo.query.internal.noun.Vocabularies;
import dev.vireo.query.internal.tuning.Tuning;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.BundleContext;

/** A catalogue on disk, filled by hand, with the vocabularies that ship and an engine over both. */
public final class Footage implements AutoCloseable {
    static final ZoneId ZONE = ZoneId.of("Europe/Paris");
    public static final String DETECTOR = "nanodet-g-416@1.0.0";
    public static final String CLASSIFIER = "efficientnet-lite0@1.0.0";
    static final Space SPACE = new Space("words-1", 3);
    private static final List<LiveModel> MODELS = Vocabularies.live();

    public final FixedBroker broker = new FixedBroker();
    public final SeenPicture picture = new SeenPicture();
    public final Catalog catalog;
    final SpaceCatalog spaces;
    final QuestionSample sample;
    public final Zones zones;
    public final ConditionQueryEngine engine;
    /** What the encoder knows: a word to its vector. Everything else is outside its vocabulary. */
    public final Map<String, float[]> words = new HashMap<>();
    GenerationRequest composed;
    String sentence = "";
    /** Settings that differ from those that ship, by name; read anew for each question. */
    public final Map<String, Object> settings = new HashMap<>();

    private final Database database;
    private final Instant now;

    public Footage(Path home, Instant now) {
        BundleContext context = (BundleContext) Proxy.newProxyInstance(
                Footage.class.getClassLoader(), new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> method.getName().equals("getProperty") ? home.toString() : null);
        this.database = new Database(context);
        this.catalog = new SqliteCatalog(database);
        this.zones = new SqliteZones(database);
        broker.providers.add(new Named(MODELS.get(0).vocabulary()));
        broker.providers.add(new Sorted(MODELS.get(1).vocabulary()));
        broker.providers.add(new Worded());
        broker.providers.add(new Scanned());
        broker.providers.add(new Spoken());
        this.now = now;
        this.spaces = new SqliteSpaceCatalog(database);
        spaces.adopt(Map.of(SPACE, "words@1"));
        this.sample = new SqliteQuestionSample(database);
        this.engine = engine(catalog);
    }

    /** An engine over another view of the catalogue. */
    public ConditionQueryEngine engine(Catalog seen) {
        return new ConditionQueryEngine(broker, seen, spaces, sample, zones, site(now), picture, picture, tuning(settings));
    }

    private static Site site(Instant now) {
        return new Site() {
            @Override
            public ZoneId zone() {
                return ZONE;
            }

            @Override
            public InstantSource time() {
                return InstantSource.fixed(now);
            }
        };
    }

    /** What the product takes a detector's score in a picture for. */
    public static Calibration calibration() {
        return new Calibration(tuning().picture_scale(), tuning().picture_bias());
    }

    /** The settings as they ship. */
    static Tuning tuning() {
        return tuning(Map.of());
    }

    static Tuning tuning(Map<String, Object> settings) {
        return (Tuning) Proxy.newProxyInstance(Footage.class.getClassLoader(), new Class<?>[] {Tuning.class},
                (proxy, method, arguments) -> method.getName().equals("annotationType")
                        ? (Class<? extends Annotation>) Tuning.class
                        : settings.getOrDefault(method.getName(), method.getDefaultValue()));
    }

    public Answer ask(String question) {
        return ask(question, 10);
    }

    public Answer ask(String question, int top) {
        return engine.ask(new Question(question, Catalog.DEFAULT_DOMAIN, top, Optional.empty()));
    }

    /** @param start null for an unknown clock */
    public Asset video(String name, Instant start, long ms, NewTrack... tracks) {
        Clock clock = start == null ? Clock.UNKNOWN : new Clock(ClockSource.ADMIN, 1, Optional.of(start));
        return add(name, clock, ms, tracks);
    }

    public Asset photo(String name, NewTrack... tracks) {
        return add(name, Clock.UNKNOWN, 0, tracks);
    }

    /** A video in which these texts are read. @param start null for an unknown clock */
    public Asset written(String name, Instant start, long ms, List<SeenText> texts, NewTrack... tracks) {
        Clock clock = start == null ? Clock.UNKNOWN : new Clock(ClockSource.ADMIN, 1, Optional.of(start));
        return add(name, clock, ms, texts, tracks);
    }

    private Asset add(String name, Clock clock, long ms, NewTrack... tracks) {
        return add(name, clock, ms, List.of(), tracks);
    }

    private Asset add(String name, Clock clock, long ms, List<SeenText> texts, NewTrack... tracks) {
        MediaInfo info = new MediaInfo(ms == 0 ? MediaKind.IMAGE : MediaKind.VIDEO, ms == 0 ? "png" : "avi", "x", 768, 576, ms, ms == 0 ? 0 : 10,
                Optional.empty());
        String hash = String.format("%064x", name.hashCode() & 0xffffffffL);
        Asset asset = catalog.begin(new NewAsset(Catalog.DEFAULT_DOMAIN, "/media/" + name, hash, 1, info, clock));
        catalog.append(asset.id(), new Part(Math.max(1, ms), List.of(new NewMoment(0, ms, ms / 2, List.of(tracks), texts)), List.of()));
        return catalog.finish(asset.id());
    }

    /** What ingest made of two public clips with the models that ship: every track, labels from 0.002. */
    public void recorded(Map<String, Instant> starts) {
        JsonNode clips;
        try (InputStream in = Footage.class.getResourceAsStream("footage.json")) {
            clips = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (JsonNode clip : clips) {
            String name = clip.get("name").asText();
            Instant start = starts.get(name);
            if (start == null) {
                continue;
            }
            long ms = clip.get("ms").asLong();
            MediaInfo info = new MediaInfo(MediaKind.VIDEO, "avi", "x", clip.get("width").asInt(), clip.get("height").asInt(), ms, 10,
                    Optional.empty());
            Asset asset = catalog.begin(new NewAsset(Catalog.DEFAULT_DOMAIN, "/media/" + name,
                    String.format("%064x", name.hashCode() & 0xffffffffL), 1, info, new Clock(ClockSource.ADMIN, 1, Optional.of(start))));
            List<NewMoment> moments = new ArrayList<>();
            for (JsonNode moment : clip.get("moments")) {
                List<NewTrack> tracks = new ArrayList<>();
                moment.get("tracks").forEach(track -> tracks.add(track(track)));
                moments.add(new NewMoment(moment.get("start").asLong(), moment.get("end").asLong(), moment.get("key").asLong(), tracks, List.of()));
            }
            catalog.append(asset.id(), new Part(ms, moments, List.of()));
            catalog.finish(asset.id());
        }
    }

    private static NewTrack track(JsonNode t) {
        List<LabelScore> labels = new ArrayList<>();
        t.get("labels").forEach(l -> labels.add(new LabelScore(
                l.get(0).asInt() == 0 ? DETECTOR : CLASSIFIER, l.get(1).asInt(), l.get(2).asDouble())));
        List<ColourShare> colours = new ArrayList<>();
        t.get("colours").forEach(c -> colours.add(new ColourShare(Colour.valueOf(c.get(0).asText()), c.get(1).asDouble())));
        List<Observation> path = new ArrayList<>();
        t.get("path").forEach(o -> path.add(new Observation(o.get(0).asLong(),
                new Box(o.get(1).asDouble(), o.get(2).asDouble(), o.get(3).asDouble(), o.get(4).asDouble()), o.get(5).asDouble())));
        Motion motion = new Motion(MotionState.valueOf(t.get("state").asText()), t.get("moved").asDouble(), t.get("observed").asLong());
        return new NewTrack(t.get("whole").asBoolean(), t.get("start").asLong(), t.get("end").asLong(), t.get("key").asLong(), motion,
                labels, colours, Quality.CLEAR, path, List.of());
    }

    public static Thing thing(long from, long to, Box box) {
        return new Thing(false, from, to, box);
    }

    public static Thing frame(long ms) {
        return new Thing(true, 0, ms, new Box(0, 0, 768, 576));
    }

    public static int label(String model, String name) {
        return MODELS.stream()
                .filter(m -> m.ref().equals(model))
                .flatMap(m -> m.vocabulary().labels().stream())
                .filter(l -> l.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no label " + name))
                .index();
    }

    @Override
    public void close() {
        engine.stop();
        database.close();
    }

    /** A track being made. */
    public static final class Thing {
        private final boolean whole;
        private final long from;
        private final long to;
        private final Box box;
        private final List<LabelScore> labels = new ArrayList<>();
        private final List<ColourShare> colours = new ArrayList<>();
        private final List<NewVector> vectors = new ArrayList<>();
        private MotionState state = MotionState.UNKNOWN;
        private Box end;
        private Quality quality = Quality.CLEAR;

        private Thing(boolean whole, long from, long to, Box box) {
            this.whole = whole;
            this.from = from;
            this.to = to;
            this.box = box;
        }

        public Thing seen(String label, double probability) {
            labels.add(new LabelScore(DETECTOR, label(DETECTOR, label), probability));
            return this;
        }

        public Thing sorted(String label, double probability) {
            labels.add(new LabelScore(CLASSIFIER, label(CLASSIFIER, label), probability));
            return this;
        }

        public Thing colour(Colour colour, double fraction) {
            colours.add(new ColourShare(colour, fraction));
            return this;
        }

        public Thing parked() {
            state = MotionState.PARKED;
            return this;
        }

        public Thing moving() {
            state = MotionState.MOVING;
            return this;
        }

        /** Goes straight to another place. */
        public Thing to(Box place) {
            state = MotionState.MOVING;
            end = place;
            return this;
        }

        private Box where(long t) {
            if (end == null) {
                double step = state == MotionState.MOVING ? 0.02 : 0;
                return new Box(box.x() + step * (t - from), box.y(), box.w(), box.h());
            }
            double s = (double) (t - from) / Math.max(1, to - 1_000 - from);
            return new Box(box.x() + s * (end.x() - box.x()), box.y() + s * (end.y() - box.y()), box.w() + s * (end.w() - box.w()),
                    box.h() + s * (end.h() - box.h()));
        }

        public Thing at(float... vector) {
            vectors.add(new NewVector(SPACE, vector));
            return this;
        }

        public Thing flawed(Quality.Flaw flaw) {
            quality = new Quality(0.2, Set.of(flaw));
            return this;
        }

        public NewTrack made() {
            List<Observation> path = new ArrayList<>();
            for (long t = from; t == from || t < to; t += 1000) {
                path.add(new Observation(t, where(t), 0.6));
            }
            colours.sort(Comparator.comparingDouble(ColourShare::fraction).reversed());
            double moved = state == MotionState.MOVING ? 3 : state == MotionState.PARKED ? 0.03 : 0;
            return new NewTrack(whole, from, to, (from + to) / 2, new Motion(state, moved, to - from), labels, colours, quality,
                    path, vectors);
        }
    }

    private record Named(Vocabulary vocabulary) implements Detector {
        @Override
        public List<List<Detection>> detect(List<Image> images) {
            return List.of();
        }

        @Override
        public ProviderInfo info() {
            return new ProviderInfo("nanodet-g-416", "1.0.0", "");
        }
    }

    private record Sorted(Vocabulary vocabulary) implements Classifier {
        @Override
        public float[][] classify(List<Image> images) {
            return new float[0][];
        }

        @Override
        public ProviderInfo info() {
            return new ProviderInfo("efficientnet-lite0", "1.0.0", "");
        }
    }

    private final class Worded implements Encoder {
        @Override
        public ProviderInfo info() {
            return new ProviderInfo("words", "1", "");
        }

        @Override
        public Space space() {
            return SPACE;
        }

        @Override
        public Set<Modality> modalities() {
            return Set.of(Modality.IMAGE, Modality.TEXT);
        }

        @Override
        public List<Encoding> encodeImages(List<Image> images) {
            return images.stream().map(i -> new Encoding(new float[] {1, 0, 0}, true)).toList();
        }

        @Override
        public List<Encoding> encodeTexts(List<String> texts) {
            return texts.stream()
                    .map(t -> new Encoding(words.getOrDefault(t, new float[] {0, 0, 1}), words.containsKey(t)))
                    .toList();
        }

        @Override
        public double textMatchProbability(double cosine) {
            return Math.clamp(cosine, 0, 1);
        }

        @Override
        public double imageMatchProbability(double cosine) {
            return Math.clamp(cosine, 0, 1);
        }
    }

    /** Exact search over the catalogue itself. */
    private final class Scanned implements VectorIndex {
        @Override
        public ProviderInfo info() {
            return new ProviderInfo("scan", "1", "");
        }

        @Override
        public void refresh(Space space) {
            // nothing is kept
        }

        @Override
        public List<Neighbour> search(Space space, float[] query, int k, VectorFilter filter) {
            long[] ids = filter.ids() == null
                    ? catalog.vectorIds(space, dev.vireo.api.catalog.TrackFilter.of(Catalog.DEFAULT_DOMAIN))
                    : filter.ids();
            Map<Long, dev.vireo.api.catalog.FoundTrack> tracks = catalog.tracksOfVectors(space, ids);
            return Arrays.stream(ids)
                    .filter(filter::accepts)
                    .mapToObj(id -> new Neighbour(id, cosine(query, catalog.vector(space, tracks.get(id).track().id()).orElseThrow())))
                    .sorted(Comparator.comparingDouble(Neighbour::cosine).reversed())
                    .limit(k)
                    .toList();
        }

        private static double cosine(float[] a, float[] b) {
            double sum = 0;
            for (int i = 0; i < a.length; i++) {
                sum += (double) a[i] * b[i];
            }
            return sum;
        }

        @Override
        public List<IndexStatus> status() {
            return List.of();
        }
    }

    private final class Spoken implements Generator {
        @Override
        public ProviderInfo info() {
            return new ProviderInfo("spoken", "1", "");
        }

        @Override
        public String compose(GenerationRequest request) {
            composed = request;
            return sentence;
        }
    }
}
