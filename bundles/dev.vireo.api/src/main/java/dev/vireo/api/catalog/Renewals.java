package dev.vireo.api.catalog;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Results that are made anew, by other models, beside those that answer. What is made of an asset again is collected in a draft
 * that no question sees; when it is whole, one transaction puts it in the place of what was there. Thread-safe.
 *
 * <p>Throws {@code VireoException}: {@code NOT_FOUND} for an asset that does not exist, {@code RESOURCES} when the disk is full,
 * {@code INTERNAL} when the database fails.
 */
@ProviderType
public interface Renewals {
    /** Finished assets by what made their results; those of which it is not known are left out. */
    List<Made> made();

    /**
     * The newest finished asset whose results these made: by the time of capture, where that is not known by when it was added.
     * One that has a draft comes first.
     *
     * @param by any of these
     * @param target assets that could not be renewed by these are passed over
     */
    Optional<Asset> next(Collection<Makers> by, Makers target);

    /** The draft of a finished asset: as far as it came, or an empty one. */
    Draft begin(long asset);

    /**
     * Adds a part to a draft, as {@link Catalog#append} does to an asset that is added. Nothing of it is found.
     *
     * @throws dev.vireo.api.error.VireoException NOT_FOUND when the asset was removed meanwhile
     */
    void append(long asset, Part part);

    /**
     * Puts the draft in the place of the asset's moments, tracks, texts and vectors, in one transaction. A moment of the same
     * interval keeps its id; of the others and of the tracks it is remembered which moment shows their footage now. Clock,
     * hashes, twins and pieces of the asset stay.
     *
     * @return moments whose ids stayed, and those that are new
     * @throws dev.vireo.api.error.VireoException INTERNAL when the asset has no draft
     */
    Renewed complete(long asset);

    /** Forgets the draft of an asset, if it has one. */
    void discard(long asset);

    /** Forgets the drafts of assets whose results none of these made: other models serve than when they were begun. */
    void tidy(Collection<Makers> by);

    /** Forgets the draft of an asset and notes why it keeps its old results. */
    void fail(long asset, Makers target, String reason);

    /** Assets that could not be renewed by these, the latest first. */
    List<Failure> failures(Makers target, int limit);

    /** Forgets all failures: those assets are tried again. */
    void retry();

    /** Remembers what the labels of models mean; what is known of one never changes. */
    void remember(Collection<KnownModel> models);

    /** What people decided, for every start until they decide otherwise. */
    Control control();

    void control(Control control);

    /** @param assets how many */
    record Made(Makers by, long assets) {}

    /**
     * New results of an asset as far as they are there.
     *
     * @param by what made them
     * @param committedMs everything before this position of the asset was looked at [ms]
     */
    record Draft(Makers by, long committedMs) {}

    /** @param kept moments that have their ids still, @param fresh moments with new ids, @param replaced moments that are gone */
    record Renewed(int kept, int fresh, int replaced) {}

    /** An asset that keeps its old results. */
    record Failure(long asset, String path, String reason, Instant at) {}

    /**
     * What people decided.
     *
     * @param abandoned the models for which nothing more is renewed; empty unless somebody gave up
     */
    record Control(boolean paused, Optional<Makers> abandoned) {}
}
