package dev.vireo.query.internal;

import dev.vireo.api.broker.Broker;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.QuestionSample;
import dev.vireo.api.catalog.Site;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.Zones;
import dev.vireo.api.encode.Space;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.generate.GenerationRequest;
import dev.vireo.api.ingest.RegionReader;
import dev.vireo.api.media.Footage;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.AnswerStatus;
import dev.vireo.api.query.Plan;
import dev.vireo.api.query.QueryEngine;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.QuestionFeed;
import dev.vireo.api.query.QuestionListener;
import dev.vireo.api.query.SearchTimes;
import dev.vireo.api.query.SpaceSearch;
import dev.vireo.query.internal.condition.Instruments;
import dev.vireo.query.internal.condition.Likeness;
import dev.vireo.query.internal.condition.Prompt;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.grammar.AssetNames;
import dev.vireo.query.internal.grammar.Draft;
import dev.vireo.query.internal.grammar.Planner;
import dev.vireo.query.internal.grammar.ZoneNames;
import dev.vireo.query.internal.noun.Lexicon;
import dev.vireo.query.internal.noun.Lexicons;
import dev.vireo.query.internal.prompt.PromptReader;
import dev.vireo.query.internal.prompt.PromptWords;
import dev.vireo.query.internal.ranking.KeptRerankings;
import dev.vireo.query.internal.ranking.MomentSentence;
import dev.vireo.query.internal.ranking.Ranker;
import dev.vireo.query.internal.ranking.Ranking;
import dev.vireo.query.internal.ranking.RerankStep;
import dev.vireo.query.internal.search.Chains;
import dev.vireo.query.internal.search.Scored;
import dev.vireo.query.internal.search.Search;
import dev.vireo.query.internal.tuning.Tuning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/**
 * Question to plan, candidates, evidence for each condition, answer. Changed settings hold from the next question on: the service stays,
 * and with it what depends on it.
 */
@Component(service = {QueryEngine.class, SpaceSearch.class, SearchTimes.class, QuestionFeed.class}, configurationPid = "dev.vireo.query")
@Designate(ocd = Tuning.class)
public final class ConditionQueryEngine implements QueryEngine, SpaceSearch, SearchTimes, QuestionFeed {
    private static final int LONGEST = 2_000;

    private final Broker broker;
    private final Catalog catalog;
    private final SpaceCatalog spaces;
    private final Zones zones;
    private final Site site;
    private final PromptReader prompts;
    private final Lexicons lexicons;
    private final AnswerText texts;
    private final QuestionSample sample;
    private volatile Tuning tuning;
    private volatile QuestionSampler sampler;
    private final QuestionTimes times = new QuestionTimes();
    private final SpaceReads reads = new SpaceReads();
    private final KeptRerankings rerankings = KeptRerankings.ofTheLast();
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
        check(tuning);
        this.broker = broker;
        this.catalog = catalog;
        this.spaces = spaces;
        this.zones = zones;
        this.site = site;
        this.prompts = new PromptReader(catalog, footage, regions);
        this.lexicons = new Lexicons(broker, catalog);
        this.texts = new AnswerText(broker);
        this.sample = sample;
        this.tuning = tuning;
        this.sampler = new QuestionSampler(sample, tuning.sampled_questions());
    }

    /** @throws VireoException USER_INPUT when they contradict each other; those of before stay in force */
    @Modified
    void modified(Tuning changed) {
        check(changed);
        sampler.close();
        sampler = new QuestionSampler(sample, changed.sampled_questions());
        tuning = changed;
    }

    private static void check(Tuning tuning) {
        if (tuning.unsure_probability() > tuning.answer_probability()) {
            throw new VireoException(ErrorKind.USER_INPUT, "unsure_probability " + tuning.unsure_probability()
                    + " must not exceed answer_probability " + tuning.answer_probability());
        }
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
            ServingSpaces serving = new ServingSpaces(reading.spaces());
            Answer answer = answer(question, serving, rerankings);
            times.add(System.nanoTime() - start);
            if (serving.read() && question.prompt().isEmpty()) {
                sampler.add(question.domain(), question.text());
            }
            return answer;
        }
    }

    @Override
    public Answer ask(Question question, List<Space> serving) {
        try (SpaceReads.Reading reading = reads.begin(() -> serving)) {
            return answer(question, new ServingSpaces(reading.spaces()), KeptRerankings.none()); // spaces are compared by their times, too
        }
    }

    @Override
    public int drain(Space space, Duration limit) throws InterruptedException {
        return reads.await(space, limit);
    }

    @Override
    public boolean reads(Question question) {
        check(question);
        return question.prompt().isPresent() || Likeness.reads(draft(question, lexicons.live()).terms());
    }

    @Override
    public Times last(Duration window) {
        return times.last(window);
    }

    private Draft draft(Question question, Lexicon lexicon) {
        AssetNames names = new AssetNames(catalog, question.domain());
        boolean pointed = question.prompt().isPresent();
        return new Planner(lexicon, site.zone(), site.time().instant(), names::named,
                new ZoneNames(zones.zones(Optional.of(question.domain()))))
                .plan(pointed ? PromptWords.without(question.text()) : question.text(), pointed);
    }

    private Answer answer(Question question, ServingSpaces serving, KeptRerankings kept) {
        check(question);
        // Results that are made anew meanwhile are for the next question: none sees both, or neither.
        Tuning now = tuning;
        return catalog.snapshot(() -> answered(question, serving, kept, now));
    }

    private Answer answered(Question question, ServingSpaces serving, KeptRerankings kept, Tuning tuning) {
        long start = System.nanoTime();
        Map<String, Long> timings = new LinkedHashMap<>();
        Lexicon lexicon = lexicons.live();
        Draft draft = draft(question, lexicon);
        long planned = lap(timings, "plan", start);
        if (draft.clarification().isPresent()) {
            timings.put("total", millis(start));
            return new Answer(question.text(), AnswerStatus.NEEDS_CLARIFICATION, draft.clarification(), draft.plan(),
                    draft.clarification().get().question(), List.of(), List.of(), timings, List.of());
        }
        Optional<Prompt> prompt = question.prompt().map(p -> prompts.read(p, draft.terms(), lexicon));
        List<Term> terms = new ArrayList<>(draft.terms());
        prompt.ifPresent(p -> terms.addAll(p.terms()));
        Plan plan = new Plan(terms.stream().map(Term::condition).toList(), draft.language());

        Instruments by = instruments(terms, prompt, lexicon, serving, tuning);
        List<Search> searches = draft.sequence().isEmpty()
                ? List.of(new Search(catalog, terms, question, tuning, by))
                : steps(draft, prompt, question, lexicon, serving, tuning);
        searches.forEach(Search::gather);
        long gathered = lap(timings, "candidates", planned);

        List<Chains.Step> found = searches.stream().map(Search::judged).toList();
        List<Scored> scored = draft.sequence()
                .map(order -> new Chains(terms, order, found, by).all())
                .orElseGet(() -> found.get(0).found());
        RerankStep rerank = new RerankStep(broker, new MomentSentence(catalog, lexicon.models(), site.zone()),
                question.text(), plan, terms, tuning, kept, start);
        Ranking ranking = new Ranker(terms, by).rank(scored, question.top(), rerank);
        long judged = lap(timings, "evidence", gathered);
        rerank.tookMs().ifPresent(ms -> timings.put("rerank", ms));

        AnswerStatus status = ranking.hits().isEmpty() ? AnswerStatus.NOTHING_FOUND : AnswerStatus.ANSWERED;
        String text = texts.of(new GenerationRequest(
                question.text(), status, plan, ranking.hits(), ranking.nearMisses(), site.zone()));
        lap(timings, "answer", judged);
        timings.put("total", millis(start));
        return new Answer(
                question.text(), status, Optional.empty(), plan, text, ranking.hits(), ranking.nearMisses(), timings,
                Stream.concat(serving.notices().stream(), rerank.notices().stream()).toList());
    }

    private Instruments instruments(
            List<Term> terms, Optional<Prompt> prompt, Lexicon lexicon, ServingSpaces serving, Tuning tuning) {
        return new Instruments(
                catalog, lexicon, serving.likeness(broker, catalog, terms, prompt), terms, prompt, tuning, site.zone());
    }

    /** One search a step; what was pointed at is the first. */
    private List<Search> steps(
            Draft draft, Optional<Prompt> prompt, Question question, Lexicon lexicon, ServingSpaces serving, Tuning tuning) {
        List<Search> searches = new ArrayList<>();
        for (List<Term> step : draft.steps()) {
            List<Term> terms = new ArrayList<>(step);
            Optional<Prompt> own = searches.isEmpty() ? prompt : Optional.empty();
            own.ifPresent(p -> terms.addAll(p.terms()));
            searches.add(new Search(catalog, terms, question, tuning, instruments(terms, own, lexicon, serving, tuning)));
        }
        return searches;
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

    private static long lap(Map<String, Long> timings, String step, long since) {
        timings.put(step, millis(since));
        return System.nanoTime();
    }

    private static long millis(long since) {
        return (System.nanoTime() - since) / 1_000_000;
    }
}
