package dev.vireo.api.media;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Pictures and clips of assets, wherever their bytes lie: positions are those of the asset, also where its footage is
 * spread over many files and has gaps. A position in a gap shows the last frame before it.
 *
 * <p>Throws {@code VireoException} as {@link MediaReader} does, and {@code NOT_FOUND} for an asset that does not exist or
 * whose bytes are gone.
 */
@ProviderType
public interface Footage {
    /** The frame shown at {@code timeMs}, in full size. For an image the picture itself. */
    Image frameAt(long asset, long timeMs);

    /** As {@link MediaReader#jpeg}. */
    byte[] jpeg(long asset, long timeMs, List<Box> boxes, int maxSide);

    /** As {@link MediaReader#clip}; a gap is left out of it. */
    void clip(long asset, long startMs, long endMs, Path target);
}
