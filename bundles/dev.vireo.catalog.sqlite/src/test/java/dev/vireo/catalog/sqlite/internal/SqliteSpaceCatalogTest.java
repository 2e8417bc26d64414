package dev.vireo.catalog.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.QuestionSample;
import dev.vireo.api.catalog.SpaceCatalog;
import dev.vireo.api.catalog.SpaceReport;
import dev.vireo.api.deploy.ShadowReport;
import dev.vireo.api.deploy.TrialReport;
import dev.vireo.api.encode.Space;
import dev.vireo.api.index.VectorStore;
import dev.vireo.testkit.SpaceCatalogContractTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqliteSpaceCatalogTest extends SpaceCatalogContractTest {
    @RegisterExtension
    final OpenDatabase database = new OpenDatabase();

    @Override
    protected SpaceCatalog spaces() {
        return new SqliteSpaceCatalog(database.get());
    }

    @Override
    protected Catalog catalog() {
        return new SqliteCatalog(database.get());
    }

    @Override
    protected VectorStore vectors() {
        return new SqliteVectorStore(database.get());
    }

    @Test
    void outlivesARestart() {
        Space space = new Space("a", 2);
        spaces().adopt(Map.of(space, "a@1"));
        database.reopen();
        assertEquals(List.of(space), spaces().serving("default"));
    }

    @Test
    void keepsTheNewestQuestionsOnly() {
        QuestionSample sample = new SqliteQuestionSample(database.get());
        for (String text : List.of("dusk", "a path", "dusk", "rain")) {
            sample.add("default", text, 2);
        }
        assertEquals(List.of("rain", "dusk"), sample.newest("default", 10));
        assertEquals(List.of(), sample.newest("yard", 10));
        assertEquals(2, sample.clear());
        sample.add("default", "rain", 0);
        assertEquals(List.of(), sample.newest("default", 10));
    }

    @Test
    void wordsInReportsAreForgottenWithThem() {
        List<SpaceReport.Difference> different = List.of(new SpaceReport.Difference("dusk", 0.1), new SpaceReport.Difference("rain", 0.4));
        SpaceReport.Times times = new SpaceReport.Times(10, 20);
        SqliteSpaceCatalog spaces = new SqliteSpaceCatalog(database.get());
        Space space = new Space("joint", 3);
        spaces.build(space, "joint@1");
        spaces.report(space, new SpaceReport(Instant.EPOCH, "default", List.of(), 2, 0, 0.5, 0.5, 0.5, times, times, different));
        SqliteGenerations generations = new SqliteGenerations(database.get(), () -> Instant.EPOCH);
        long generation = generations.add(0, List.of()).number();
        generations.note(new TrialReport(generation, 0, 0, Instant.EPOCH, TrialReport.State.ON, Optional.empty(), "", Map.of(), Map.of(),
                Optional.of(new ShadowReport(2, 0, 0.25, 0, 0, times, times, different))));
        new SqliteQuestionSample(database.get()).clear();
        List<SpaceReport.Difference> mute = List.of(new SpaceReport.Difference("", 0.1), new SpaceReport.Difference("", 0.4));
        assertEquals(mute, spaces.report(space).orElseThrow().different());
        assertEquals(mute, generations.trial(generation).orElseThrow().shadow().orElseThrow().different());
    }
}
