#pragma warning disable CA1710, CA1822 // Samples of signatures, good and bad.
namespace Orleans.Conformance.Surface.Original
{
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
    public sealed class MarkAttribute : Attribute;

    public interface ISample<in T>
        where T : class
    {
        Task<int> Add(int left, int right = 2, params string[] names);

        TItem Make<TItem>(TItem item)
            where TItem : IDisposable, new();

        string Name { get; }
    }

    public class Base;

    public abstract class Sample : Base, IDisposable
    {
        public const int Limit = 5;

        protected Sample(string name) => Name = name;

        public string Name { get; private set; }

        public virtual void Dispose() => GC.SuppressFinalize(this);

        public void More()
        {
        }
    }

    public readonly struct Point
    {
        public int X { get; init; }
    }
}

namespace Orleans.Conformance.Surface.Same
{
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
    public sealed class MarkAttribute : Attribute;

    public interface ISample<in TOther>
        where TOther : class
    {
        Task<int> Add(int left, int right = 2, params string[] names);

        TItem Make<TItem>(TItem item)
            where TItem : IDisposable, new();

        string Name { get; }
    }

    public abstract class Sample : IDisposable
    {
        public const int Limit = 5;

        protected Sample(string name) => Name = name;

        public string Name { get; }

        public virtual void Dispose() => GC.SuppressFinalize(this);

        public override string ToString() => Name;
    }

    public readonly struct Point
    {
        public int X { get; init; }
    }
}

namespace Orleans.Conformance.Surface.Different
{
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class MarkAttribute : Attribute;

    public interface ISample<T>
    {
        Task<int> Add(int left, int right = 3, params string[] names);

        TItem Make<TItem>(TItem thing)
            where TItem : IDisposable, new();

        string Name { get; set; }

        void Extra();
    }

    public class Sample : Exception, IAsyncDisposable
    {
        public const int Limit = 6;

        public Sample(string name) => Name = name;

        public string Name { get; }

        public ValueTask DisposeAsync()
        {
            GC.SuppressFinalize(this);
            return ValueTask.CompletedTask;
        }
    }

    public struct Point
    {
        public int X { get; set; }
    }
}
