package dev.vireo.spaces.internal;

import dev.vireo.api.catalog.Asset;
import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Moment;
import dev.vireo.api.catalog.QuestionSample;
import dev.vireo.api.query.Question;
import dev.vireo.api.query.SpaceSearch;
import dev.vireo.api.query.VisualPrompt;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The questions that a new space is compared by: the newest that people asked, a fixed set of words, and pictures spread over
 * what is stored. Only those that read a space: the others are answered alike.
 */
final class ShadowQuestions {
    private static final int MOST_REAL = 100;
    private static final int PICTURES = 12;
    private static final int TOP = 10;

    /** @param real whether somebody asked it */
    record Shadow(Question question, String words, boolean real) {}

    private final Catalog catalog;
    private final QuestionSample sample;
    private final SpaceSearch search;

    ShadowQuestions(Catalog catalog, QuestionSample sample, SpaceSearch search) {
        this.catalog = catalog;
        this.sample = sample;
        this.search = search;
    }

    List<Shadow> of(String domain) {
        List<Shadow> all = new ArrayList<>();
        sample.newest(domain, MOST_REAL).forEach(text -> all.add(words(text, domain, true)));
        golden().forEach(text -> all.add(words(text, domain, false)));
        all.removeIf(shadow -> !search.reads(shadow.question()));
        all.addAll(pictures(domain));
        return all;
    }

    private static Shadow words(String text, String domain, boolean real) {
        return new Shadow(new Question(text, domain, TOP, Optional.empty()), text, real);
    }

    private static List<String> golden() {
        try (InputStream in = ShadowQuestions.class.getResourceAsStream("golden.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Key frames of the first moments of assets that are spread evenly over the domain. */
    private List<Shadow> pictures(String domain) {
        List<Asset> assets = catalog.assets(Optional.of(domain));
        List<Shadow> pictures = new ArrayList<>();
        int step = Math.max(1, assets.size() / PICTURES);
        for (int i = 0; i < assets.size() && pictures.size() < PICTURES; i += step) {
            List<Moment> moments = catalog.moments(assets.get(i).id());
            if (!moments.isEmpty()) {
                long moment = moments.getFirst().id();
                VisualPrompt prompt = new VisualPrompt(
                        new VisualPrompt.StoredFrame(moment, OptionalLong.empty()), Optional.empty());
                pictures.add(new Shadow(
                        new Question("", domain, TOP, Optional.of(prompt)), "what looks like moment m" + moment, false));
            }
        }
        return pictures;
    }
}
