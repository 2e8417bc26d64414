package dev.vireo.admin.javalin.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Clock;
import dev.vireo.api.catalog.FoundTrack;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.Observation;
import dev.vireo.api.catalog.OfferedClock;
import dev.vireo.api.catalog.SeenText;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.Track;
import dev.vireo.api.catalog.Twin;
import dev.vireo.api.classify.Classifier;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.MediaKind;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.LabelScore;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.HitTwin;
import dev.vireo.api.query.Involved;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Inner types as the API shows them. */
final class Views {
    /** A clip shows at least this much, so that a short find can be watched [ms]. */
    private static final long MIN_CLIP_MS = 2_000;

    private final Catalog catalog;
    private final Site site;
    private final Broker broker;
    private final long maxClipMs;

    Views(Catalog catalog, Site site, Broker broker, long maxClipMs) {
        this.catalog = catalog;
        this.site = site;
        this.broker = broker;
        this.maxClipMs = maxClipMs;
    }

    /**
     * @param generation whose providers answered
     * @param providers those that the question had
     */
    Wire.Answer answer(Answer answer, long generation, List<Broker.Leased> providers) {
        Map<Long, Optional<Asset>> assets = new HashMap<>();
        return new Wire.Answer(
                answer.question(),
                lower(answer.status()),
                answer.clarification()
                        .map(c -> new Wire.Clarification(c.question(), c.choices()))
                        .orElse(null),
                new Wire.Plan(
                        answer.plan().language(),
                        answer.plan().conditions().stream()
                                .map(c -> new Wire.Condition(
                                        c.id(), lower(c.kind()), c.value(), c.negated(), c.source()))
                                .toList()),
                answer.text(),
                answer.hits().stream().map(h -> hit(h, assets)).toList(),
                answer.nearMisses().stream().map(h -> hit(h, assets)).toList(),
                answer.timingsMs(),
                answer.notices(),
                generation,
                providers.stream().map(Views::provider).toList());
    }

    private static Wire.AnsweringProvider provider(Broker.Leased leased) {
        return new Wire.AnsweringProvider(
                leased.families(),
                leased.provider(),
                leased.bundles().stream()
                        .map(b -> new Wire.BundleVersion(b.bundle(), b.version()))
                        .sorted(Comparator.comparing(Wire.BundleVersion::symbolicName))
                        .toList());
    }

    private Wire.Hit hit(Hit hit, Map<Long, Optional<Asset>> assets) {
        // A hit may outlive its asset by a moment when it is deleted meanwhile: then there is nothing to play.
        Optional<Asset> asset = assets.computeIfAbsent(hit.asset(), catalog::asset);
        return new Wire.Hit(
                Ids.MOMENT.text(hit.moment()),
                Ids.TRACK.text(hit.track()),
                Ids.ASSET.text(hit.asset()),
                hit.path(),
                asset.map(a -> lower(a.info().kind())).orElse(null),
                hit.startMs(),
                hit.endMs(),
                hit.capturedAt().map(DateTimeFormatter.ISO_OFFSET_DATE_TIME::format).orElse(null),
                new Wire.Clock(lower(hit.clock().source()), hit.clock().confidence()),
                rounded(hit.score(), 6),
                rounded(hit.probability(), 4),
                hit.region().map(Views::region).orElse(null),
                hit.frameMs(),
                framePath(hit.asset(), hit.frameMs(), together(hit)),
                asset.flatMap(a -> clipPath(a, hit.startMs(), hit.endMs(), hit.frameMs())).orElse(null),
                hit.involved().stream().map(i -> involved(hit, i)).toList(),
                hit.evidence().stream()
                        .map(e -> new Wire.Evidence(
                                e.condition(), lower(e.verdict()), e.value(), rounded(e.probability(), 4), e.model()))
                        .toList(),
                hit.twins().stream().map(Views::hitTwin).toList());
    }

    private static Wire.HitTwin hitTwin(HitTwin twin) {
        return new Wire.HitTwin(
                Ids.ASSET.text(twin.asset()),
                twin.path(),
                Ids.MOMENT.text(twin.moment()),
                Ids.TRACK.text(twin.track()),
                twin.startMs(),
                twin.endMs(),
                twin.frameMs(),
                twin.region().map(Views::region).orElse(null));
    }

    /** The object, and what is shown in the same frame. */
    private static List<Box> together(Hit hit) {
        return Stream.concat(
                        hit.region().stream(),
                        hit.involved().stream().filter(i -> i.frameMs() == hit.frameMs()).map(Involved::region))
                .limit(MediaRoutes.MAX_BOXES)
                .toList();
    }

    private static Wire.Involved involved(Hit hit, Involved other) {
        return new Wire.Involved(
                other.what(),
                Ids.MOMENT.text(other.moment()),
                Ids.TRACK.text(other.track()),
                other.startMs(),
                other.endMs(),
                other.frameMs(),
                region(other.region()),
                framePath(hit.asset(), other.frameMs(), List.of(other.region())));
    }

    /** @param items whether to list what became of each file; progress events leave them out */
    Wire.Job job(IngestJob job, boolean items) {
        int[] outcomes = new int[IngestItem.Outcome.values().length];
        job.items().forEach(i -> outcomes[i.outcome().ordinal()]++);
        return new Wire.Job(
                job.id(),
                lower(job.state()),
                job.message(),
                job.files(),
                new Wire.Counts(
                        outcomes[IngestItem.Outcome.ADDED.ordinal()],
                        outcomes[IngestItem.Outcome.ALREADY_PRESENT.ordinal()],
                        outcomes[IngestItem.Outcome.REFUSED.ordinal()]),
                job.current(),
                rounded(job.percent(), 1),
                job.frames(),
                job.moments(),
                job.etaMs().orElse(null),
                items ? job.items().stream().map(this::item).toList() : null);
    }

    private Wire.Item item(IngestItem item) {
        return new Wire.Item(
                item.path(),
                lower(item.outcome()),
                item.asset().map(Ids.ASSET::text).orElse(null),
                item.reason(),
                item.moments(),
                item.durationMs(),
                item.twins().stream().map(this::twin).toList());
    }

    private Wire.Twin twin(Twin twin) {
        return new Wire.Twin(
                Ids.ASSET.text(twin.asset()),
                catalog.asset(twin.asset()).map(Asset::path).orElse(null), // null when it was deleted since
                twin.offsetMs(),
                twin.fromMs(),
                twin.toMs(),
                rounded(twin.agreement(), 3));
    }

    /** Assets of a list, without their moments. */
    List<Wire.Asset> assets(List<Asset> assets) {
        Map<Long, List<Twin>> twins = catalog.twins(assets.stream().map(Asset::id).toList());
        return assets.stream().map(a -> asset(a, twins.getOrDefault(a.id(), List.of()), false)).toList();
    }

    /** One asset with its moments. */
    Wire.Asset asset(Asset asset) {
        return asset(asset, catalog.twins(List.of(asset.id())).getOrDefault(asset.id(), List.of()), true);
    }

    private Wire.Asset asset(Asset asset, List<Twin> twins, boolean moments) {
        Clock clock = asset.clock();
        return new Wire.Asset(
                Ids.ASSET.text(asset.id()),
                asset.domain(),
                asset.path(),
                lower(asset.info().kind()),
                asset.info().container(),
                asset.info().codec(),
                asset.info().width(),
                asset.info().height(),
                asset.info().durationMs(),
                rounded(asset.info().frameRate(), 3),
                asset.bytes(),
                asset.sha256(),
                new Wire.AssetClock(
                        lower(clock.source()), clock.confidence(), clock.start().map(this::local).orElse(null)),
                catalog.offered(asset.id()).stream().map(o -> other(o, clock)).toList(),
                lower(asset.state()),
                asset.committedMs(),
                local(asset.addedAt()),
                twins.stream().map(this::twin).toList(),
                moments
                        ? catalog.moments(asset.id()).stream()
                                .map(m -> new Wire.Interval(
                                        Ids.MOMENT.text(m.id()), m.startMs(), m.endMs(), m.keyMs()))
                                .toList()
                        : null);
    }

    private Wire.OtherClock other(OfferedClock offered, Clock used) {
        Instant start = offered.clock().start().orElseThrow();
        return new Wire.OtherClock(lower(offered.clock().source()), offered.clock().confidence(), local(start), offered.told(),
                used.start().map(u -> start.toEpochMilli() - u.toEpochMilli()).orElse(null));
    }

    Wire.Moment moment(Asset asset, Moment moment) {
        try (Names names = new Names()) {
            return new Wire.Moment(
                    Ids.MOMENT.text(moment.id()),
                    Ids.ASSET.text(asset.id()),
                    asset.path(),
                    moment.startMs(),
                    moment.endMs(),
                    moment.keyMs(),
                    capturedAt(asset, moment.keyMs()),
                    framePath(asset.id(), moment.keyMs(), List.of()),
                    clipPath(asset, moment.startMs(), moment.endMs(), moment.keyMs()).orElse(null),
                    catalog.texts(moment.id()).stream().map(t -> text(asset, t)).toList(),
                    catalog.tracks(moment.id()).stream()
                            .map(t -> track(new FoundTrack(asset, moment, t), names, false))
                            .toList());
        }
    }

    private static Wire.Text text(Asset asset, SeenText text) {
        return new Wire.Text(text.text(), text.startMs(), text.endMs(), rounded(text.probability(), 4), text.model(),
                region(text.box()), framePath(asset.id(), text.startMs(), List.of(text.box())));
    }

    Wire.Track track(FoundTrack found) {
        try (Names names = new Names()) {
            return track(found, names, true);
        }
    }

    private Wire.Track track(FoundTrack found, Names names, boolean observations) {
        Asset asset = found.asset();
        Track track = found.track();
        Optional<Box> box = track.wholeFrame() ? Optional.empty() : Optional.of(track.key().box());
        return new Wire.Track(
                Ids.TRACK.text(track.id()),
                Ids.MOMENT.text(track.moment()),
                Ids.ASSET.text(asset.id()),
                track.wholeFrame(),
                track.startMs(),
                track.endMs(),
                track.keyMs(),
                capturedAt(asset, track.keyMs()),
                lower(track.motion().state()),
                rounded(track.motion().displacement(), 3),
                track.motion().observedMs(),
                track.labels().stream().map(names::label).toList(),
                track.colours().stream()
                        .map(c -> new Wire.ColourShare(lower(c.colour()), rounded(c.fraction(), 3)))
                        .toList(),
                box.map(Views::region).orElse(null),
                framePath(asset.id(), track.keyMs(), box.stream().toList()),
                clipPath(asset, track.startMs(), track.endMs(), track.keyMs()).orElse(null),
                observations ? track.path().stream().map(Views::sighting).toList() : null);
    }

    private static Wire.Sighting sighting(Observation o) {
        return new Wire.Sighting(o.timeMs(), region(o.box()), rounded(o.score(), 4));
    }

    static Wire.Region region(Box box) {
        return new Wire.Region(
                rounded(box.x(), 1), rounded(box.y(), 1), rounded(box.w(), 1), rounded(box.h(), 1));
    }

    /** In the site's zone, with its offset. */
    String local(Instant instant) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.truncatedTo(ChronoUnit.MILLIS).atZone(site.zone()));
    }

    private String capturedAt(Asset asset, long ms) {
        return asset.clock().start().map(s -> local(s.plusMillis(ms))).orElse(null);
    }

    private static String framePath(long asset, long ms, List<Box> boxes) {
        String marked = boxes.stream()
                .map(Views::region)
                .map(r -> "&box=" + r.x() + "," + r.y() + "," + r.w() + "," + r.h())
                .collect(Collectors.joining());
        return Route.BASE + "/assets/" + Ids.ASSET.text(asset) + "/frame?ms=" + ms + marked;
    }

    /** The interval grown to something watchable, or cut around the frame that proves the find; none for an image. */
    private Optional<String> clipPath(Asset asset, long startMs, long endMs, long frameMs) {
        long duration = asset.info().durationMs();
        if (asset.info().kind() != MediaKind.VIDEO || duration <= 0) {
            return Optional.empty();
        }
        long start = startMs;
        long end = Math.min(endMs, duration);
        if (end - start < MIN_CLIP_MS) {
            long middle = (start + end) / 2;
            start = Math.max(0, Math.min(middle - MIN_CLIP_MS / 2, duration - MIN_CLIP_MS));
            end = Math.min(duration, start + MIN_CLIP_MS);
        } else if (end - start > maxClipMs) {
            long from = Math.max(start, Math.min(frameMs - maxClipMs / 2, end - maxClipMs));
            start = from;
            end = from + maxClipMs;
        }
        return Optional.of(Route.BASE + "/assets/" + Ids.ASSET.text(asset.id()) + "/clip?start_ms=" + start
                + "&end_ms=" + end);
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static double rounded(double value, int digits) {
        if (!Double.isFinite(value)) {
            return 0;
        }
        double factor = Math.pow(10, digits);
        return Math.rint(value * factor) / factor;
    }

    /** Names of labels by the models that are live; a label of a model that is gone keeps its number. */
    private final class Names implements AutoCloseable {
        private final Leases<Detector> detectors = broker.leaseAll(Detector.class);
        private final Leases<Classifier> classifiers;
        private final Map<String, List<Label>> labels = new HashMap<>();

        Names() {
            try {
                classifiers = broker.leaseAll(Classifier.class);
            } catch (RuntimeException e) {
                detectors.close();
                throw e;
            }
            detectors.services().forEach(d -> labels.put(d.info().ref(), d.vocabulary().labels()));
            classifiers.services().forEach(c -> labels.put(c.info().ref(), c.vocabulary().labels()));
        }

        Wire.LabelShare label(LabelScore score) {
            List<Label> known = labels.getOrDefault(score.model(), List.of());
            boolean named = score.label() >= 0 && score.label() < known.size();
            return new Wire.LabelShare(
                    score.model(),
                    named ? known.get(score.label()).name() : "label " + score.label(),
                    named && !known.get(score.label()).synset().isEmpty() ? known.get(score.label()).synset() : null,
                    rounded(score.probability(), 4));
        }

        @Override
        public void close() {
            try (detectors) {
                classifiers.close();
            }
        }
    }
}
