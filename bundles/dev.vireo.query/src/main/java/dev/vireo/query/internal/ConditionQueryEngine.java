package dev.vireo.query.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.broker.Lease;
import dev.vireo.api.broker.Leases;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.catalog.QuestionSample;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.Zones;
import dev.vireo.api.classify.Classifier;
import dev.vireo.api.detect.Detector;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.generate.GenerationRequest;
import dev.vireo.api.generate.Generator;
import dev.vireo.api.ingest.RegionReader;
import dev.vireo.api.media.Footage;
import dev.vireo.api.media.Image;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Hit;
import dev.vireo.api.query.Plan;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.QuestionFeed;
import dev.vireo.api.query.QuestionListener;
import dev.vireo.api.query.SearchTimes;
import dev.vireo.api.query.SpaceSearch;
import dev.vireo.api.query.VisualPrompt;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Question to plan, candidates, evidence for each condition, answer. */
@Component(service = {QueryEngine.class, SpaceSearch.class, SearchTimes.class, QuestionFeed.class}, configurationPid = "dev.vireo.query")
@Designate(ocd = Tuning.class)
public final class ConditionQueryEngine implements QueryEngine, SpaceSearch, SearchTimes, QuestionFeed {
    private static final Logger LOG = System.getLogger(ConditionQueryEngine.class.getName());
    private static final int LONGEST = 2_000;
    private static final Pattern CITATION = Pattern.compile("\\[m(\\d{1,19})]");

    private final Broker broker;
    private final Catalog catalog;
    private final SpaceCatalog spaces;
    private final Zones zones;
    private final Site site;
    private final RegionReader regions;
    private final PromptPicture pictures;
    private final Tuning tuning;
    private final QuestionSampler sampler;
    private final QuestionTimes times = new QuestionTimes();
    private final SpaceReads reads = new SpaceReads();
    private final KeptRerankings rerankings = KeptRerankings.ofTheLast();
    /**
     * The lexicons of the models that were live last, newest first: making one takes longer than a whole search. Two, for while a
     * generation is on trial questions get now one and now the other.
     */
    private final AtomicReference<List<Lexicon>> last = new AtomicReference<>(List.of());

    private final List<QuestionListener> listeners = new CopyOnWriteArrayList<>();

    @Activate
    public ConditionQueryEngine(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Broker broker,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Catalog catalog,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) SpaceCatalog spaces,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) QuestionSample sample,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Zones zones,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Site site,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) RegionReader regions,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Footage footage,
            Tuning tuning) {
        if (tuning.unsure_probability() > tuning.answer_probability()) {
            throw new VireoException(ErrorKind.USER_INPUT, "unsure_probability " + tuning.unsure_probability()
                    + " must not exceed answer_probability " + tuning.answer_probability());
        }
        this.broker = broker;
        this.catalog = catalog;
        this.spaces = spaces;
        this.zones = zones;
        this.site = site;
        this.regions = regions;
        this.pictures = new PromptPicture(catalog, footage);
        this.tuning = tuning;
        this.sampler = new QuestionSampler(sample, tuning.sampled_questions());
    }

    @Deactivate
    void stop() {
        sampler.close();
    }

    @Override
    public Answer ask(Question question) {
        Answer answer = broker.request(_ -> asked(question));
        listeners.forEach(l -> l.answered(question));
        return answer;
    }

    @Override
    public QuestionFeed.Listening listen(QuestionListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public boolean keepsWords() {
        return tuning.sampled_questions() > 0;
    }

    private Answer asked(Question question) {
        long start = System.nanoTime();
        // Read once: what is cut over meanwhile is for the next question.
        try (SpaceReads.Reading reading = reads.begin(() -> spaces.serving(question.domain()))) {
            Reader reader = new Reader(reading.spaces());
            Answer answer = answer(question, reader, rerankings);
            times.add(System.nanoTime() - start);
            if (reader.read && question.prompt().isEmpty()) {
                sampler.add(question.domain(), question.text());
            }
            return answer;
        }
    }

    @Override
    public Answer ask(Question question, List<Space> serving) {
        try (SpaceReads.Reading reading = reads.begin(() -> serving)) {
            return answer(question, new Reader(reading.spaces()), KeptRerankings.none()); // spaces are compared by their times, too
        }
    }

    @Override
    public int drain(Space space, Duration limit) throws InterruptedException {
        return reads.await(space, limit);
    }

    @Override
    public boolean reads(Question question) {
        check(question);
        return question.prompt().isPresent() || Likeness.reads(draft(question, lexicon()).terms());
    }

    @Override
    public Times last(Duration window) {
        return times.last(window);
    }

    /** The spaces that one question reads. */
    private static final class Reader {
        private final List<Space> serving;
        private final Set<Space> mute = new LinkedHashSet<>();
        private boolean read;

        Reader(List<Space> serving) {
            this.serving = serving;
        }

        Likeness likeness(Broker broker, Catalog catalog, List<Term> terms, Optional<Prompt> prompt) {
            Likeness likeness = new Likeness(broker, catalog, serving, terms, prompt);
            read |= Likeness.reads(terms);
            mute.addAll(likeness.mute());
            return likeness;
        }

        /** What the reader of the answer should know. */
        List<String> notices() {
            if (read && serving.isEmpty()) {
                return List.of("no space serves this domain: searched by labels alone; see `vireo spaces`");
            }
            return mute.stream()
                    .map(space -> "the encoder of space " + space.id() + " is not there: searched by labels alone; see `vireo spaces`")
                    .toList();
        }
    }

    private Draft draft(Question question, Lexicon lexicon) {
        AssetNames names = new AssetNames(catalog, question.domain());
        boolean pointed = question.prompt().isPresent();
        return new Planner(lexicon, site.zone(), site.time().instant(), names::named,
                new ZoneNames(zones.zones(Optional.of(question.domain()))))
                .plan(pointed ? PromptWords.without(question.text()) : question.text(), pointed);
    }

    private Answer answer(Question question, Reader reader, KeptRerankings kept) {
        check(question);
        // Results that are made anew meanwhile are for the next question: none sees both, or neither.
        return catalog.snapshot(() -> answered(question, reader, kept));
    }

    private Answer answered(Question question, Reader reader, KeptRerankings kept) {
        long start = System.nanoTime();
        Map<String, Long> timings = new LinkedHashMap<>();
        Lexicon lexicon = lexicon();
        Draft draft = draft(question, lexicon);
        long planned = lap(timings, "plan", start);
        if (draft.clarification().isPresent()) {
            timings.put("total", millis(start));
            return new Answer(question.text(), AnswerStatus.NEEDS_CLARIFICATION, draft.clarification(), draft.plan(),
                    draft.clarification().get().question(), List.of(), List.of(), timings, List.of());
        }
        Optional<Prompt> prompt = question.prompt().map(p -> read(p, draft, lexicon));
        List<Term> terms = new ArrayList<>(draft.terms());
        prompt.ifPresent(p -> terms.addAll(p.terms()));
        Plan plan = new Plan(terms.stream().map(Term::condition).toList(), draft.language());

        Instruments by = instruments(terms, prompt, lexicon, reader);
        List<Search> searches = draft.sequence().isEmpty()
                ? List.of(new Search(catalog, terms, question, tuning, by))
                : steps(draft, prompt, question, lexicon, reader);
        searches.forEach(Search::gather);
        long gathered = lap(timings, "candidates", planned);

        List<Chains.Step> found = searches.stream().map(Search::judged).toList();
        List<Scored> scored = draft.sequence()
                .map(order -> new Chains(terms, order, found, by).all())
                .orElseGet(() -> found.get(0).found());
        RerankStep rerank = new RerankStep(broker, new MomentSentence(catalog, lexicon.models(), site.zone()),
                question.text(), plan, terms, tuning, kept, start);
        Ranking ranking = new Judge(terms, by).rank(scored, question.top(), rerank);
        long judged = lap(timings, "evidence", gathered);
        rerank.tookMs().ifPresent(ms -> timings.put("rerank", ms));

        AnswerStatus status = ranking.hits().isEmpty() ? AnswerStatus.NOTHING_FOUND : AnswerStatus.ANSWERED;
        String text = compose(new GenerationRequest(
                question.text(), status, plan, ranking.hits(), ranking.nearMisses(), site.zone()));
        lap(timings, "answer", judged);
        timings.put("total", millis(start));
        return new Answer(
                question.text(), status, Optional.empty(), plan, text, ranking.hits(), ranking.nearMisses(), timings,
                Stream.concat(reader.notices().stream(), rerank.notices().stream()).toList());
    }

    private Instruments instruments(List<Term> terms, Optional<Prompt> prompt, Lexicon lexicon, Reader reader) {
        return new Instruments(
                catalog, lexicon, reader.likeness(broker, catalog, terms, prompt), terms, prompt, tuning, site.zone());
    }

    /** One search a step; what was pointed at is the first. */
    private List<Search> steps(
            Draft draft, Optional<Prompt> prompt, Question question, Lexicon lexicon, Reader reader) {
        List<Search> searches = new ArrayList<>();
        for (List<Term> step : draft.steps()) {
            List<Term> terms = new ArrayList<>(step);
            Optional<Prompt> own = searches.isEmpty() ? prompt : Optional.empty();
            own.ifPresent(p -> terms.addAll(p.terms()));
            searches.add(new Search(catalog, terms, question, tuning, instruments(terms, own, lexicon, reader)));
        }
        return searches;
    }

    private Prompt read(VisualPrompt prompt, Draft draft, Lexicon lexicon) {
        Image picture = pictures.of(prompt);
        List<RegionReader.Reading> readings = PromptPlaces.of(picture, prompt.mark(), regions).stream()
                .map(place -> regions.read(picture, place))
                .toList();
        return new PromptTerms(lexicon).of(readings, prompt.mark().isEmpty(), draft.terms());
    }

    private static void check(Question question) {
        if (question.text().length() > LONGEST) {
            throw new VireoException(ErrorKind.USER_INPUT, "the question has " + question.text().length()
                    + " characters; at most " + LONGEST + " are read. Ask for one thing in a sentence.");
        }
        if (question.top() < 1 || question.top() > 1_000) {
            throw new VireoException(ErrorKind.USER_INPUT,
                    "top is " + question.top() + "; it must be 1 to 1000. Ask again with a number in that range.");
        }
    }

    /**
     * Nouns of all live models, and of those before them whose results still answer. The vocabularies are values, so the leases
     * need not be held for the whole question.
     */
    private Lexicon lexicon() {
        List<LiveModel> live = new ArrayList<>();
        try (Leases<Detector> detectors = broker.leaseAll(Detector.class);
                Leases<Classifier> classifiers = broker.leaseAll(Classifier.class)) {
            detectors.services().forEach(d -> live.add(new LiveModel(d.info().ref(), true, d.vocabulary())));
            classifiers.services().forEach(c -> live.add(new LiveModel(c.info().ref(), false, c.vocabulary())));
        }
        live.addAll(past(live));
        List<Lexicon> known = last.get();
        for (Lexicon one : known) {
            if (same(one.models(), live)) {
                return one;
            }
        }
        Lexicon fresh = new Lexicon(live);
        last.set(known.isEmpty() ? List.of(fresh) : List.of(fresh, known.getFirst()));
        return fresh;
    }

    private List<LiveModel> past(List<LiveModel> live) {
        Makers makers = new Makers(refs(live, true), refs(live, false), Set.of());
        return catalog.past(makers).stream()
                .map(m -> new LiveModel(m.ref(), m.family() == Makers.Family.DETECTOR, m.vocabulary()))
                .toList();
    }

    private static Set<String> refs(List<LiveModel> models, boolean detectors) {
        return models.stream().filter(m -> m.detector() == detectors).map(LiveModel::ref).collect(Collectors.toSet());
    }

    private static boolean same(List<LiveModel> a, List<LiveModel> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Set<LiveModel> left = new HashSet<>(a);
        return left.equals(new HashSet<>(b));
    }

    private String compose(GenerationRequest request) {
        try (Lease<Generator> generator = broker.lease(Generator.class)) {
            return cited(generator.service().compose(request), request);
        } catch (VireoException e) {
            if (e.kind() != ErrorKind.UNAVAILABLE) {
                throw e;
            }
            // Evidence is worth more than prose: a missing generator must not take the answer away.
            LOG.log(Level.WARNING, "no generator to put the answer into words: {0}", e.getMessage());
            return request.hits().isEmpty() ? "-" : String.join(" ", request.hits().stream()
                    .map(hit -> "[m" + hit.moment() + "]").distinct().toList());
        }
    }

    /** Cuts citations of anything that was not retrieved. */
    private static String cited(String text, GenerationRequest request) {
        Set<String> known = new HashSet<>();
        request.hits().forEach(hit -> known.add(Long.toString(hit.moment())));
        request.nearMisses().forEach(hit -> known.add(Long.toString(hit.moment())));
        return CITATION.matcher(text)
                .replaceAll(match -> known.contains(match.group(1)) ? Matcher.quoteReplacement(match.group()) : "")
                .replaceAll(" {2,}", " ");
    }

    private static long lap(Map<String, Long> timings, String step, long since) {
        timings.put(step, millis(since));
        return System.nanoTime();
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }

    /** What is shown, best first. */
    record Ranking(List<Hit> hits, List<Hit> nearMisses) {}
}
