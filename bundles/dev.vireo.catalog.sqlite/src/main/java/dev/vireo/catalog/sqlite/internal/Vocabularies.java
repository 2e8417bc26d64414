package dev.vireo.catalog.sqlite.internal;

import dev.vireo.api.catalog.KnownModel;
import dev.vireo.api.catalog.Makers;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.model.Concept;
import dev.vireo.api.model.Label;
import dev.vireo.api.model.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jdbi.v3.core.Handle;

/** Vocabularies of models, and which of them results are still read by. A stored one never changes, so it is kept once read. */
final class Vocabularies {
    private static final Set<Makers.Family> NAMING = Set.of(Makers.Family.DETECTOR, Makers.Family.CLASSIFIER);

    private final ConcurrentMap<String, KnownModel> read = new ConcurrentHashMap<>();

    static void remember(Handle h, Collection<KnownModel> models) {
        for (KnownModel model : models) {
            h.createUpdate("INSERT OR IGNORE INTO model_vocabulary (ref, family, vocabulary) VALUES (?, ?, ?)")
                    .bind(0, model.ref())
                    .bind(1, model.family().name())
                    .bind(2, bytes(model.vocabulary()))
                    .execute();
        }
    }

    /** Those that made results which the live models are to make anew, and are not live themselves. */
    List<KnownModel> past(Handle h, Makers live) {
        Set<String> refs = new TreeSet<>();
        // One look into the index for each of a few different texts, not one for each asset.
        h.createQuery("""
                WITH RECURSIVE one (makers) AS (
                    SELECT min(makers) FROM made_by
                    UNION ALL SELECT (SELECT min(b.makers) FROM made_by b WHERE b.makers > one.makers) FROM one WHERE one.makers IS NOT NULL)
                SELECT makers FROM one WHERE makers IS NOT NULL""")
                .mapTo(String.class)
                .list()
                .stream()
                .map(MadeBy::makers)
                .filter(by -> by.outdated(live, NAMING))
                .forEach(by -> NAMING.forEach(family -> refs.addAll(by.of(family))));
        NAMING.forEach(family -> refs.removeAll(live.of(family)));
        return refs.stream().map(ref -> of(h, ref)).flatMap(Optional::stream).toList();
    }

    private Optional<KnownModel> of(Handle h, String ref) {
        KnownModel known = read.get(ref);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<KnownModel> found = h.createQuery("SELECT family, vocabulary FROM model_vocabulary WHERE ref = ?")
                .bind(0, ref)
                .map((rs, context) -> new KnownModel(ref, Makers.Family.valueOf(rs.getString(1)), vocabulary(ref, rs.getBytes(2))))
                .findOne();
        found.ifPresent(model -> read.put(ref, model));
        return found;
    }

    static byte[] bytes(Vocabulary vocabulary) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(vocabulary.id());
            out.writeInt(vocabulary.labels().size());
            for (Label label : vocabulary.labels()) {
                out.writeUTF(label.name());
                out.writeUTF(label.synset());
                texts(out, label.synonyms());
                texts(out, label.zh());
            }
            out.writeInt(vocabulary.concepts().size());
            for (Concept concept : new TreeMap<>(vocabulary.concepts()).values()) {
                out.writeUTF(concept.synset());
                texts(out, concept.en());
                texts(out, concept.zh());
                texts(out, concept.parents());
            }
            List<String> covered = new ArrayList<>();
            vocabulary.concepts().keySet().stream().filter(vocabulary::covers).sorted().forEach(covered::add);
            texts(out, covered);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // of memory: none
        }
        return bytes.toByteArray();
    }

    static Vocabulary vocabulary(String ref, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String id = in.readUTF();
            List<Label> labels = new ArrayList<>();
            for (int i = 0, n = in.readInt(); i < n; i++) {
                labels.add(new Label(i, in.readUTF(), in.readUTF(), texts(in), texts(in)));
            }
            Map<String, Concept> concepts = new HashMap<>();
            for (int i = 0, n = in.readInt(); i < n; i++) {
                Concept concept = new Concept(in.readUTF(), texts(in), texts(in), texts(in));
                concepts.put(concept.synset(), concept);
            }
            return new Vocabulary(id, labels, concepts, new HashSet<>(texts(in)));
        } catch (IOException e) {
            throw new VireoException(ErrorKind.INTERNAL, "the stored vocabulary of " + ref + " cannot be read", e);
        }
    }

    private static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = 0, n = in.readInt(); i < n; i++) {
            texts.add(in.readUTF());
        }
        return texts;
    }
}
