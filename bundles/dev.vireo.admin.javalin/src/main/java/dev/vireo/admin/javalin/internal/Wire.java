package dev.vireo.admin.javalin.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * The objects of the API as they are written and read: a contract of its own, so that a change of the inner types cannot
 * change it unnoticed. Times are ISO 8601, positions and durations milliseconds, boxes pixels of the source frame.
 */
final class Wire {
    private Wire() {}

    // Requests

    record JobRequest(List<String> sources, String domain, String capturedAt) {}

    record ZoneRequest(String domain, String source, String name, List<List<Double>> points, String unit) {}

    record TrustRequest(String statement, String name, String replace) {}

    record DeveloperMode(Boolean on) {}

    record AskRequest(
            String question,
            String domain,
            Integer top,
            String image,
            String moment,
            Long atMs,
            Area box,
            Point point,
            Line line) {}

    record Area(Double x, Double y, Double w, Double h) {}

    record Point(Double x, Double y) {}

    record Line(Double x1, Double y1, Double x2, Double y2) {}

    record SpaceRequest(String domain, Boolean unproven) {}

    // Answers

    record Answer(
            String question,
            String status,
            Clarification clarification,
            Plan plan,
            String answer,
            List<Hit> hits,
            List<Hit> nearMisses,
            Map<String, Long> timingsMs,
            List<String> notices,
            long generation,
            List<AnsweringProvider> providers) {}

    record AnsweringProvider(List<String> families, String provider, List<BundleVersion> bundles) {}

    record BundleVersion(String symbolicName, String version) {}

    record Clarification(String question, List<String> choices) {}

    record Plan(String language, List<Condition> conditions) {}

    record Condition(String id, String kind, String value, boolean negated, String source) {}

    record Hit(
            String moment,
            String track,
            String asset,
            String path,
            String media,
            long startMs,
            long endMs,
            String capturedAt,
            Clock clock,
            double score,
            double probability,
            Region region,
            long frameMs,
            String frame,
            String clip,
            List<Involved> involved,
            List<Evidence> evidence,
            List<HitTwin> twins) {}

    record HitTwin(
            String asset, String path, String moment, String track, long startMs, long endMs, long frameMs, Region region) {}

    record Involved(
            String what, String moment, String track, long startMs, long endMs, long frameMs, Region region, String frame) {}

    record Clock(String source, double confidence) {}

    record Region(double x, double y, double w, double h) {}

    record Evidence(String condition, String verdict, String value, double probability, String model) {}

    // Jobs

    record Jobs(List<Job> jobs) {}

    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Job(
            String id,
            String state,
            String message,
            int files,
            Counts outcomes,
            String current,
            double percent,
            long frames,
            long moments,
            Long etaMs,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<Item> items) {}

    record Counts(int added, int alreadyPresent, int refused) {}

    record Item(
            String path, String outcome, String asset, String reason, long moments, long durationMs, List<Twin> sameFootage) {}

    record Twin(String asset, String path, long offsetMs, long fromMs, long toMs, double agreement) {}

    // Spaces

    record Spaces(List<Space> spaces) {}

    record Space(
            String id,
            int dimension,
            String state,
            @JsonInclude(JsonInclude.Include.NON_NULL) String since,
            List<String> domains,
            String encoder,
            String encoderState,
            long tracks,
            long vectors,
            long missing,
            long faults,
            long bytes,
            String doing,
            @JsonInclude(JsonInclude.Include.NON_NULL) SpaceReport report,
            List<SpaceFault> lost) {}

    /** Times are milliseconds; see the API's SpaceReport for the measures. */
    record SpaceReport(
            String at,
            String domain,
            List<String> against,
            int realQuestions,
            int goldenQuestions,
            double overlap,
            double tau,
            double rbo,
            SpaceTimes before,
            SpaceTimes after,
            List<SpaceDifference> different) {}

    record SpaceTimes(double p50Ms, double p95Ms) {}

    record SpaceDifference(String question, double overlap) {}

    record SpaceFault(String asset, String path, String reason, long tracks) {}

    record DroppedSpace(String dropped, long freedBytes) {}

    // Renewal

    /** What is looked at again; see the API's RenewalStatus. */
    record Renewal(
            String state,
            String doing,
            List<String> detectors,
            List<String> classifiers,
            long current,
            long outdated,
            long failed,
            List<RenewalFailure> lost) {}

    record RenewalFailure(String asset, String path, String reason, String at) {}

    // The catalogue

    record Assets(List<Asset> assets, int total) {}

    record Asset(
            String id,
            String domain,
            String path,
            String media,
            String container,
            String codec,
            int width,
            int height,
            long durationMs,
            double frameRate,
            long bytes,
            String sha256,
            AssetClock clock,
            List<OtherClock> otherClocks,
            String state,
            long committedMs,
            String addedAt,
            List<Twin> sameFootage,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<Interval> moments) {}

    record AssetClock(String source, double confidence, String start) {}

    /** @param offMs how much later it says the asset began than the clock that is used; null when that knows no time [ms] */
    record OtherClock(String source, double confidence, String start, String told, Long offMs) {}

    record Interval(String id, long startMs, long endMs, long keyMs) {}

    record Moment(
            String id,
            String asset,
            String path,
            long startMs,
            long endMs,
            long keyMs,
            String capturedAt,
            String frame,
            String clip,
            List<Text> texts,
            List<Track> tracks) {}

    /** What was read in a moment: data of strangers. */
    record Text(String text, long startMs, long endMs, double probability, String model, Region region, String frame) {}

    record Track(
            String id,
            String moment,
            String asset,
            boolean wholeFrame,
            long startMs,
            long endMs,
            long keyMs,
            String capturedAt,
            String state,
            double displacement,
            long observedMs,
            List<LabelShare> labels,
            List<ColourShare> colours,
            Region region,
            String frame,
            String clip,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<Sighting> observations) {}

    record LabelShare(String model, String label, String synset, double probability) {}

    record ColourShare(String colour, double fraction) {}

    record Sighting(long timeMs, Region region, double score) {}

    record Zones(List<Zone> zones) {}

    record Zone(String id, String domain, String source, String name, List<List<Double>> points) {}

    record DeployRequest(String file, Boolean whenReady, Integer percent, Boolean shadow) {}

    record RollbackRequest(Long generation) {}

    record Generations(long desired, long active, long lastGood, List<Generation> generations) {}

    record Generation(
            long number,
            String state,
            long parent,
            String created,
            String reason,
            int failedStarts,
            List<DeployedPackage> packages,
            @JsonInclude(JsonInclude.Include.NON_NULL) Trial trial) {}

    record Trial(
            long beside,
            int percent,
            String state,
            String begun,
            String ended,
            String reason,
            List<Figures> serving,
            List<Figures> candidate,
            @JsonInclude(JsonInclude.Include.NON_NULL) Shadow shadow) {}

    record Figures(String what, long count, long failed, String lastFailure, double meanMs, double p95Ms) {}

    record Shadow(
            int questions,
            int left,
            double overlap,
            double tau,
            double rbo,
            SpaceTimes serving,
            SpaceTimes candidate,
            List<SpaceDifference> different) {}

    record DecisionRequest(Long generation) {}

    record DeployedPackage(String name, String version, String sha256, String signer, List<DeployedBundle> bundles) {}

    record DeployedBundle(String symbolicName, String version, String sha256, long bytes) {}

    record DeployProgress(long generation, String step, String message, boolean ended, boolean failed) {}

    record StreamRequest(String address, String domain, Double keepDays, Double keepGb) {}

    record Streams(List<Stream> streams) {}

    record Stream(
            String id,
            String domain,
            String address,
            String state,
            String reason,
            String retryAt,
            String lastFrameAt,
            Long lastFrameAgeMs,
            String searchableTo,
            int behind,
            Delay delay,
            Long cameraOffsetMs,
            Double keepDays,
            Double keepGb,
            int recordings,
            long bytes,
            String addedAt,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<Gap> gaps) {}

    record Delay(long medianMs, long maxMs, int segments) {}

    record Gap(String from, String to, String reason) {}

    record Refusals(List<Refusal> refusals) {}

    record Refusal(String domain, String path, String reason, String at) {}

    // The runtime

    record Status(
            String version,
            boolean ready,
            List<String> waitingFor,
            String startedAt,
            long uptimeMs,
            Site site,
            CatalogSize catalog,
            List<Index> indexes,
            List<ModelProvider> providers,
            List<Model> models,
            JobCounts jobs,
            List<String> warnings) {}

    record Site(String zone, String now) {}

    record CatalogSize(
            long assets,
            long ingesting,
            long moments,
            long tracks,
            long vectors,
            long refusals,
            long bytes,
            long freeBytes,
            String firstCaptured,
            String lastCaptured) {}

    record Index(String space, long vectors, int segments, long bytes, boolean rebuilding) {}

    record ModelProvider(String provider, String title, List<String> families, String bundle, int leases) {}

    record Model(String bundle, String version, String state, String provider, String message) {}

    record JobCounts(int queued, int running) {}

    record Bundles(List<Bundle> bundles) {}

    record Bundle(long id, String symbolicName, String version, String state, List<String> services, List<String> providers) {}

    record Readiness(boolean ready, List<String> waitingFor, List<String> warnings) {}

    record Health(String status) {}

    // Trust

    record Trust(
            Key root,
            List<Publisher> publishers,
            long revocationNumber,
            Map<String, String> revokedKeys,
            Map<String, String> revokedPackages,
            Map<String, String> floors,
            String now,
            String latestSeen,
            boolean developerMode) {}

    record Key(String id, String name) {}

    record Publisher(Key key, List<String> prefixes, List<String> channels, String from, String until, String state) {}

    record TrustAccepted(String kind, String id, String title, boolean changed) {}
}
