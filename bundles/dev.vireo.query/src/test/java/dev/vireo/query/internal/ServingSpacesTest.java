package dev.vireo.query.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Gap;
import dev.vireo.api.encode.Encoder;
import dev.vireo.api.encode.Encoding;
import dev.vireo.api.encode.Modality;
import dev.vireo.api.encode.Space;
import dev.vireo.api.media.Image;
import dev.vireo.api.model.ProviderInfo;
import dev.vireo.api.query.Answer;
import dev.vireo.api.query.Question;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which spaces a question reads is what the catalogue says, whatever is live. */
@Timeout(60)
class ServingSpacesTest {
    private static final Space NEW = new Space("words-2", 2);

    @TempDir
    private Path home;

    private Footage footage;

    /** Another version: it puts everything that it is asked at the same place. */
    private record Second() implements Encoder {
        @Override
        public ProviderInfo info() {
            return new ProviderInfo("words", "2", "");
        }

        @Override
        public Space space() {
            return NEW;
        }

        @Override
        public Set<Modality> modalities() {
            return Set.of(Modality.IMAGE, Modality.TEXT);
        }

        @Override
        public List<Encoding> encodeImages(List<Image> images) {
            return images.stream().map(_ -> new Encoding(new float[] {1, 0}, true)).toList();
        }

        @Override
        public List<Encoding> encodeTexts(List<String> texts) {
            return texts.stream().map(_ -> new Encoding(new float[] {1, 0}, true)).toList();
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

    @BeforeEach
    void open() {
        footage = new Footage(home, Instant.parse("2024-05-15T10:00:00Z"));
        footage.words.put("sunset", new float[] {1, 0, 0});
        footage.photo("sunset.png", Footage.frame(0).sorted("seashore", 0.5).at(0.9f, 0.4359f, 0).made());
        footage.photo("cellar.png", Footage.frame(0).sorted("patio", 0.5).at(0, 1, 0).made());
        footage.broker.providers.add(new Second());
    }

    @AfterEach
    void close() {
        footage.close();
    }

    /** In the new space the cellar is what is meant. */
    private void built() {
        footage.spaces.build(NEW, "words@2");
        List<Gap> gaps = footage.spaces.gaps(NEW, 0, 10);
        footage.spaces.fill(NEW, Map.of(gaps.get(0).track(), new float[] {0, 1}, gaps.get(1).track(), new float[] {1, 0}));
    }

    private static String best(Answer answer) {
        return answer.hits().getFirst().path() + " by " + answer.hits().getFirst().evidence().getFirst().model();
    }

    @Test
    void whatIsLiveAndDoesNotServeIsNotRead() {
        built();
        assertEquals("/media/sunset.png by words@1", best(footage.ask("sunset")));
        footage.spaces.ready(NEW);
        assertEquals("/media/sunset.png by words@1", best(footage.ask("sunset")));
        Question question = new Question("sunset", Catalog.DEFAULT_DOMAIN, 10, Optional.empty());
        assertEquals("/media/cellar.png by words@2", best(footage.engine.ask(question, List.of(NEW))), "but it can be compared");
        footage.spaces.cutOver(NEW, Optional.empty());
        assertEquals("/media/cellar.png by words@2", best(footage.ask("sunset")));
        footage.spaces.back(Optional.empty());
        assertEquals("/media/sunset.png by words@1", best(footage.ask("sunset")));
    }

    @Test
    void aDomainMayReadAnother() {
        built();
        footage.spaces.ready(NEW);
        footage.spaces.cutOver(NEW, Optional.of("yard"));
        assertEquals("/media/sunset.png by words@1", best(footage.ask("sunset")));
        footage.spaces.cutOver(NEW, Optional.of(Catalog.DEFAULT_DOMAIN));
        assertEquals("/media/cellar.png by words@2", best(footage.ask("sunset")));
    }

    @Test
    void withoutItsEncoderLabelsAnswerAndTheAnswerSaysSo() {
        footage.broker.providers.removeIf(p -> p instanceof Encoder e && e.space().equals(Footage.SPACE));
        Answer answer = footage.ask("sunset");
        assertEquals(List.of("the encoder of space words-1 is not there: searched by labels alone; see `vireo spaces`"), answer.notices());
        assertFalse(answer.nearMisses().isEmpty());
        assertTrue(footage.ask("seashore").notices().isEmpty(), "labels were all that was asked for");
    }

    @Test
    void onlyWordsThatReadASpaceAreKept() throws InterruptedException {
        Question free = new Question("sunset", Catalog.DEFAULT_DOMAIN, 10, Optional.empty());
        Question labels = new Question("seashore", Catalog.DEFAULT_DOMAIN, 10, Optional.empty());
        assertTrue(footage.engine.reads(free));
        assertFalse(footage.engine.reads(labels));
        footage.engine.ask(labels);
        footage.engine.ask(free, List.of(NEW)); // nobody asked it
        footage.engine.ask(free);
        while (footage.sample.newest(Catalog.DEFAULT_DOMAIN, 10).isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertEquals(List.of("sunset"), footage.sample.newest(Catalog.DEFAULT_DOMAIN, 10));
        assertEquals(2, footage.engine.last(Duration.ofMinutes(1)).count(), "comparing is not asking");
    }
}
