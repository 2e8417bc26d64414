package dev.vireo.query.internal.noun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.vireo.api.model.Concept;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.Vocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The vocabularies of the model bundles beside this one. */
public final class Vocabularies {
    private Vocabularies() {}

    public static List<LiveModel> live() {
        return List.of(
                new LiveModel("nanodet-g-416@1.0.0", true, read("dev.vireo.model.nanodet")),
                new LiveModel("efficientnet-lite0@1.0.0", false, read("dev.vireo.model.efficientnet")));
    }

    static Vocabulary read(String bundle) {
        Path file = Path.of("..", bundle, "src/main/resources/META-INF/vireo/vocabulary.json");
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
            List<Label> labels = new ArrayList<>();
            for (JsonNode label : root.get("labels")) {
                labels.add(new Label(labels.size(), label.get("name").asText(), label.get("synset").asText(),
                        texts(label.get("synonyms")), texts(label.get("zh"))));
            }
            Map<String, Concept> concepts = new HashMap<>();
            root.get("concepts").properties().forEach(e -> concepts.put(e.getKey(), new Concept(e.getKey(),
                    texts(e.getValue().get("en")), texts(e.getValue().get("zh")), texts(e.getValue().get("parents")))));
            Set<String> covers = new HashSet<>(texts(root.get("covers")));
            return new Vocabulary(root.get("id").asText(), labels, concepts, covers);
        } catch (IOException e) {
            throw new UncheckedIOException("the vocabulary of " + bundle + " is part of the repository", e);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        if (array != null) {
            array.forEach(text -> texts.add(text.asText()));
        }
        return texts;
    }
}
