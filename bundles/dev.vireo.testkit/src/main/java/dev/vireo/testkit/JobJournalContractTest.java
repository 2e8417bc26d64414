package dev.vireo.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.IngestItem;
import dev.vireo.api.ingest.IngestJob;
import dev.vireo.api.ingest.IngestRequest;
import dev.vireo.api.ingest.JobJournal;
import dev.vireo.api.media.CaptureTime;
import dev.vireo.api.media.ClockSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every journal of jobs must do. */
public abstract class JobJournalContractTest {
    private static final IngestItem ADDED =
            new IngestItem("/a/1.jpg", IngestItem.Outcome.ADDED, Optional.of(7L), "", 1, 0);
    private static final IngestItem REFUSED =
            new IngestItem("/a/2 \"x\"\n.jpg", IngestItem.Outcome.REFUSED, Optional.empty(), "is empty", 0, 0);

    /** A journal that is empty at the beginning of each test. */
    protected abstract JobJournal journal();

    /** The same journal as another start of the runtime finds it. */
    protected abstract JobJournal reopened();

    @Test
    void aNewStartFindsWhatWasAskedForAndWhatIsDone() {
        IngestRequest plain = new IngestRequest(List.of("/a", "/b/c.mp4"), "default", Optional.empty());
        IngestRequest told = new IngestRequest(
                List.of("/d"),
                "yard",
                Optional.of(new CaptureTime(
                        LocalDateTime.parse("2024-05-14T16:30"), Optional.of(ZoneOffset.ofHours(2)), ClockSource.ADMIN)));
        journal().begin("one", plain);
        journal().begin("two", told);
        journal().done("one", ADDED);
        journal().done("one", REFUSED);
        assertEquals(
                List.of(
                        new JobJournal.Entry("one", plain, IngestJob.State.QUEUED, "", List.of(ADDED, REFUSED)),
                        new JobJournal.Entry("two", told, IngestJob.State.QUEUED, "", List.of())),
                reopened().entries());
    }

    @Test
    void theFirstEndStays() {
        IngestRequest request = new IngestRequest(List.of("/a"), "default", Optional.empty());
        journal().begin("one", request);
        journal().end("one", IngestJob.State.FAILED, "no model");
        journal().end("one", IngestJob.State.DONE, "");
        assertEquals(
                List.of(new JobJournal.Entry("one", request, IngestJob.State.FAILED, "no model", List.of())),
                reopened().entries());
    }

    @Test
    void oldEndedJobsGoAndUnfinishedOnesStay() {
        IngestRequest request = new IngestRequest(List.of("/a"), "default", Optional.empty());
        journal().begin("unfinished", request);
        for (int i = 0; i <= JobJournal.KEPT; i++) {
            journal().begin("job " + i, request);
            journal().done("job " + i, ADDED);
            journal().end("job " + i, IngestJob.State.DONE, "");
        }
        List<String> ids = reopened().entries().stream().map(JobJournal.Entry::id).toList();
        assertEquals(JobJournal.KEPT + 1, ids.size());
        assertEquals("unfinished", ids.get(0));
        assertEquals("job 1", ids.get(1));
    }

    @Test
    void anIdIsUsedOnceAndWhatIsNotKnownIsNotNoted() {
        IngestRequest request = new IngestRequest(List.of("/a"), "default", Optional.empty());
        journal().begin("one", request);
        assertThrows(VireoException.class, () -> journal().begin("one", request));
        journal().done("none", ADDED);
        journal().end("none", IngestJob.State.DONE, "");
        assertEquals(1, reopened().entries().size());
    }
}
