using Orleans.Runtime;

namespace Orleans
{
    /// <summary>The base of every grain interface: its methods return tasks or asynchronous sequences.</summary>
    public interface IGrain : IAddressable;

    /// <summary>A grain that is named by a string.</summary>
    public interface IGrainWithStringKey : IGrain;
}

namespace Orleans.Runtime
{
    /// <summary>Something that a request can be sent to: a grain, or a reference to one.</summary>
    public interface IAddressable;
}
