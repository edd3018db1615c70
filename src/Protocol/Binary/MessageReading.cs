using System.Buffers;
using System.Runtime.ExceptionServices;
using MessagePack;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SessionShare.Protocol.Binary;

/// <summary>
/// Reads messages of the hub protocol. One that is no MessagePack from end to end, or no message, ends the connection. Arguments of a wrong form are answered with what is wrong with them, where
/// the caller waits for an answer; where none is wanted they end the connection, too.
/// </summary>
internal static class MessageReading
{
    /// <summary>Reads one message.</summary>
    /// <exception cref="HubException">It is none. The sentence is for the peer.</exception>
    public static HubMessage Read(in ReadOnlySequence<byte> bytes, IInvocationBinder binder)
    {
        try
        {
            var reader = new MessagePackReader(bytes);
            GoThrough(reader);
            Reading.Expect(ref reader, MessagePackType.Array, "an array");
            return Read(ref reader, reader.ReadArrayHeader(), binder);
        }
        catch (MalformedValueException fault)
        {
            throw new HubException($"A message can't be read. {fault.Message}");
        }
    }

    /// <summary>Whether it is one value from end to end: who reads it after this meets no end where there is none.</summary>
    private static void GoThrough(MessagePackReader reader)
    {
        try
        {
            for (var left = 1L; left > 0; left--)
                left += Inside(ref reader);
        }
        catch (Exception fault) when (fault is EndOfStreamException or ArgumentOutOfRangeException)
        {
            throw new MalformedValueException("ends too early: its length prefix or a length in it is wrong");
        }
        catch (MessagePackSerializationException)
        {
            throw new MalformedValueException("is no MessagePack");
        }

        if (!reader.End)
            throw new MalformedValueException("ends before the message does: its length prefix is wrong");
    }

    /// <summary>Goes past a value, up to what is inside of it; how many values that is. The library's own way takes a length of 2 GiB or more for a negative one.</summary>
    private static long Inside(ref MessagePackReader reader)
    {
        switch (reader.NextMessagePackType)
        {
            case MessagePackType.Array:
                return (uint)reader.ReadArrayHeader();
            case MessagePackType.Map:
                return 2L * (uint)reader.ReadMapHeader();
            default:
                reader.Skip();
                return 0;
        }
    }

    private static HubMessage Read(ref MessagePackReader reader, int items, IInvocationBinder binder)
    {
        var kind = items == 0 ? 0 : Read(ref reader, Forms.Int, "type");
        var least = kind switch
        {
            MessageKind.Invocation or MessageKind.StreamInvocation => 5,
            MessageKind.StreamItem or MessageKind.Completion => 4,
            MessageKind.CancelInvocation => 3,
            MessageKind.Close => 2,
            MessageKind.Ping => 1,
            _ => throw new MalformedValueException($"has type {kind}; types of messages are 1 to 7"),
        };
        if (items < least)
            throw new MalformedValueException($"has {items} items; a message of type {kind} has at least {least}");

        return kind switch
        {
            MessageKind.Ping => PingMessage.Instance,
            MessageKind.Close => new CloseMessage(Read(ref reader, Forms.Text, "error"), items > 2 && Read(ref reader, Forms.Bool, "allowReconnect")),
            MessageKind.CancelInvocation => new CancelInvocationMessage(ReadId(ref reader)),
            MessageKind.StreamItem => ReadStreamItem(ref reader, binder),
            MessageKind.Completion => ReadCompletion(ref reader, items, binder),
            _ => ReadCall(ref reader, kind, items, binder),
        };
    }

    private static HubMessage ReadCall(ref MessagePackReader reader, int kind, int items, IInvocationBinder binder)
    {
        var id = kind == MessageKind.StreamInvocation ? ReadId(ref reader) : ReadOptionalId(ref reader);
        var target = Read(ref reader, Forms.Text, "target") ?? "";
        IReadOnlyList<Type> types;
        try
        {
            types = binder.GetParameterTypes(target);
        }
        catch (HubException unknown)
        {
            return new InvocationBindingFailureMessage(id, target, ExceptionDispatchInfo.Capture(unknown));
        }

        object?[] arguments;
        try
        {
            arguments = ReadArguments(ref reader, target, types);
        }
        catch (MalformedValueException fault) when (id is not null)
        {
            return new InvocationBindingFailureMessage(id, target, ExceptionDispatchInfo.Capture(new HubException(fault.Message)));
        }

        var streams = items > 5 && Read(ref reader, Forms.Texts, "streamIds") is { Count: > 0 } ids ? ids.Select(stream => stream ?? "").ToArray() : null;
        return kind == MessageKind.Invocation ? new InvocationMessage(id, target, arguments, streams) : new StreamInvocationMessage(id!, target, arguments, streams);
    }

    private static object?[] ReadArguments(ref MessagePackReader reader, string target, IReadOnlyList<Type> types)
    {
        Reading.Expect(ref reader, MessagePackType.Array, "an array of arguments");
        var arguments = new object?[types.Count];
        if (reader.ReadArrayHeader() is var came && came != arguments.Length)
            throw new MalformedValueException($"has {came} arguments; {target} takes {arguments.Length}");
        for (var i = 0; i < arguments.Length; i++)
        {
            try
            {
                arguments[i] = Forms.Of(types[i]).ReadObject(ref reader);
            }
            catch (MalformedValueException fault)
            {
                throw fault.In($"argument {i + 1}");
            }
        }

        return arguments;
    }

    private static HubMessage ReadStreamItem(ref MessagePackReader reader, IInvocationBinder binder)
    {
        var id = ReadId(ref reader);
        Type type;
        try
        {
            type = binder.GetStreamItemType(id);
        }
        catch (Exception unknown) when (unknown is InvalidOperationException or KeyNotFoundException)
        {
            return new StreamBindingFailureMessage(id, ExceptionDispatchInfo.Capture(unknown));
        }

        return new StreamItemMessage(id, Forms.Of(type).ReadObject(ref reader));
    }

    private static CompletionMessage ReadCompletion(ref MessagePackReader reader, int items, IInvocationBinder binder)
    {
        var id = ReadId(ref reader);
        var kind = Read(ref reader, Forms.Int, "resultKind");
        if (kind is < MessageKind.Error or > MessageKind.Result || (items < 5 && kind != MessageKind.NoResult))
            throw new MalformedValueException($"is a completion of {items} items with result kind {kind}; 1 an error and 3 a result have 5, 2 no result has 4");
        if (kind == MessageKind.Error)
            return CompletionMessage.WithError(id, Read(ref reader, Forms.Text, "error") ?? "");
        if (kind == MessageKind.NoResult || ReturnType(id, binder) is not { } type)
            return CompletionMessage.Empty(id);

        try
        {
            return CompletionMessage.WithResult(id, Forms.Of(type).ReadObject(ref reader));
        }
        catch (MalformedValueException fault)
        {
            return CompletionMessage.WithError(id, $"The result can't be read. {fault.Message}");
        }
    }

    /// <summary>Null: nobody waits for it any more, or looks at it.</summary>
    private static Type? ReturnType(string id, IInvocationBinder binder)
    {
        try
        {
            return binder.GetReturnType(id) is var type && type == typeof(object) ? null : type;
        }
        catch (Exception unknown) when (unknown is InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static string ReadId(ref MessagePackReader reader) => ReadOptionalId(ref reader) ?? throw new MalformedValueException("has no invocation id");

    /// <summary>Behind the headers, which say nothing here.</summary>
    private static string? ReadOptionalId(ref MessagePackReader reader)
    {
        Reading.Expect(ref reader, MessagePackType.Map, "a map of headers as its second item");
        reader.Skip();
        return Read(ref reader, Forms.Text, "invocationId") is { Length: > 0 } id ? id : null;
    }

    private static T Read<T>(ref MessagePackReader reader, Form<T> form, string name)
    {
        try
        {
            return form.Read(ref reader);
        }
        catch (MalformedValueException fault)
        {
            throw fault.In(name);
        }
    }
}
