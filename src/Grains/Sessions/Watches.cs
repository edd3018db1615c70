namespace SessionShare.Grains.Sessions;

/// <summary>
/// The open watches of one activation, by who reads them. When the activation moves it waits until each was told, not until each reader has gone: one that
/// died never comes to hear it, and must hold nothing up.
/// </summary>
internal sealed class Watches
{
    private readonly List<Watch> _open = [];

    /// <summary>Nobody waits any more to be told that the session moves.</summary>
    public bool AllTold => _open.TrueForAll(watch => watch.IsTold);

    /// <summary>A gateway reads frames.</summary>
    public bool AnyReads => _open.Exists(watch => watch.Reads);

    /// <summary>A reader begins.</summary>
    /// <param name="reads">It reads frames, as a gateway does; a sharer's way down does not.</param>
    public Watch Open(string reader, bool reads)
    {
        var watch = new Watch(this, reader, reads);
        _open.Add(watch);
        return watch;
    }

    /// <summary>One reader's watch.</summary>
    internal sealed class Watch(Watches watches, string reader, bool reads)
    {
        public bool Reads => reads;

        public bool IsTold { get; private set; }

        private string Reader => reader;

        /// <summary>Its last item is on its way.</summary>
        public void Told() => IsTold = true;

        /// <summary>It ends; true when its reader has no newer one.</summary>
        public bool Close()
        {
            watches._open.Remove(this);
            return !watches._open.Exists(other => other.Reader == reader);
        }
    }
}
