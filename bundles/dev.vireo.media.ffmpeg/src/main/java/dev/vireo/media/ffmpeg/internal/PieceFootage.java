package dev.vireo.media.ffmpeg.internal;

import dev.vireo.api.catalog.Catalog;
import dev.vireo.api.catalog.Piece;
import dev.vireo.api.error.ErrorKind;
import dev.vireo.api.error.VireoException;
import dev.vireo.api.media.Box;
import dev.vireo.api.media.Footage;
import dev.vireo.api.media.Image;
import dev.vireo.api.media.MediaReader;
import dev.vireo.api.media.MediaStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Pictures and clips of assets, found through their pieces. */
@Component
public final class PieceFootage implements Footage {
    private final Catalog catalog;
    private final MediaStore store;
    private final MediaReader reader;

    @Activate
    public PieceFootage(
            @Reference(policyOption = ReferencePolicyOption.GREEDY) Catalog catalog,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaStore store,
            @Reference(policyOption = ReferencePolicyOption.GREEDY) MediaReader reader) {
        this.catalog = catalog;
        this.store = store;
        this.reader = reader;
    }

    @Override
    public Image frameAt(long asset, long timeMs) {
        Piece piece = shown(asset, timeMs);
        return reader.frameAt(store.file(piece.sha256()), within(piece, timeMs));
    }

    @Override
    public byte[] jpeg(long asset, long timeMs, List<Box> boxes, int maxSide) {
        Piece piece = shown(asset, timeMs);
        return reader.jpeg(store.file(piece.sha256()), within(piece, timeMs), boxes, maxSide);
    }

    @Override
    public void clip(long asset, long startMs, long endMs, Path target) {
        List<Piece> pieces = pieces(asset);
        if (pieces.size() == 1) { // its own length decides what is too far
            Piece only = pieces.get(0);
            reader.clip(store.file(only.sha256()), startMs - only.startMs(), endMs - only.startMs(), target);
            return;
        }
        List<MediaReader.Span> spans = new ArrayList<>();
        for (Piece piece : pieces) {
            long from = Math.max(startMs, piece.startMs());
            long to = Math.min(endMs, piece.endMs());
            if (from < to) {
                spans.add(new MediaReader.Span(
                        store.file(piece.sha256()), from - piece.startMs(), to - piece.startMs()));
            }
        }
        if (spans.isEmpty()) {
            throw new VireoException(ErrorKind.USER_INPUT, "nothing was recorded from " + startMs + " to " + endMs
                    + " ms of asset " + asset + "; it has 0 to " + pieces.getLast().endMs() + " ms, with gaps");
        }
        reader.clip(spans, target);
    }

    /** The piece that holds this position, else the last one before it, else the first. */
    private Piece shown(long asset, long timeMs) {
        List<Piece> pieces = pieces(asset);
        Piece shown = pieces.get(0);
        for (Piece piece : pieces) {
            if (piece.startMs() <= timeMs) {
                shown = piece;
            }
        }
        return shown;
    }

    private static long within(Piece piece, long timeMs) {
        return Math.clamp(timeMs - piece.startMs(), 0, Math.max(0, piece.endMs() - piece.startMs() - 1));
    }

    private List<Piece> pieces(long asset) {
        List<Piece> pieces = catalog.pieces(asset);
        if (pieces.isEmpty()) {
            throw new VireoException(
                    ErrorKind.NOT_FOUND, "asset " + asset + " has no footage yet; its first seconds are being recorded");
        }
        return pieces;
    }
}
