package dev.headrace.adapters.local.link;

import java.io.IOException;

/** Told what comes over a link. */
public interface Listener {
    /**
     * A frame has come.
     *
     * @param frame behind the verb
     * @throws IOException if the other side broke the protocol; the link is closed
     */
    void frame(String verb, Frame frame) throws IOException;

    /** The link is closed. */
    void gone(String why);
}
