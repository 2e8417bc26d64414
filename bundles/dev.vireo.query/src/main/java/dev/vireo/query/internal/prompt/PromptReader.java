package dev.vireo.query.internal.prompt;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.ingest.RegionReader;
import dev.vireo.api.media.Footage;
import dev.vireo.api.media.Image;
import dev.vireo.api.query.VisualPrompt;
import dev.vireo.query.internal.condition.Prompt;
import dev.vireo.query.internal.condition.Term;
import dev.vireo.query.internal.noun.Lexicon;
import java.util.List;

/** Reads what a visual prompt shows, and makes conditions of it. */
public final class PromptReader {
    private final PromptPicture pictures;
    private final RegionReader regions;

    public PromptReader(Catalog catalog, Footage footage, RegionReader regions) {
        this.pictures = new PromptPicture(catalog, footage);
        this.regions = regions;
    }

    /**
     * @param words terms of the question's words
     * @throws VireoException NOT_FOUND for a moment that does not exist, USER_INPUT for a place outside of the picture
     */
    public Prompt read(VisualPrompt prompt, List<Term> words, Lexicon lexicon) {
        Image picture = pictures.of(prompt);
        List<RegionReader.Reading> readings = PromptPlaces.of(picture, prompt.mark(), regions).stream()
                .map(place -> regions.read(picture, place))
                .toList();
        return new PromptTerms(lexicon).of(readings, prompt.mark().isEmpty(), words);
    }
}
