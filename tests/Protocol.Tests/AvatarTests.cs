using System.Globalization;

namespace SessionShare.Protocol.Tests;

public sealed class AvatarTests
{
    [Theory]
    [InlineData("Ada Lovelace", "AL")]
    [InlineData("ada", "A")]
    [InlineData("Ada King Lovelace", "AL")]
    [InlineData("  ada   lovelace  ", "AL")]
    [InlineData("(Ada) \"L\"", "AL")]
    [InlineData("ada.lovelace@example.com", "AL")]
    [InlineData("root@machine", "R")]
    [InlineData("Éva Ödön", "ÉÖ")]
    [InlineData("李 小龙", "李小")]
    [InlineData("4chan user", "4U")]
    [InlineData("", "?")]
    [InlineData("… @", "?")]
    public void Initials_are_the_first_and_the_last_word_s(string name, string initials) => Avatar.Of(new Person(name, null)).Initials.Should().Be(initials);

    [Fact]
    public void The_colour_is_the_address_s_whatever_the_name_and_a_guest_s_is_the_name_s()
    {
        Avatar.Of(new Person("Ada", "Ada@Example.com")).Colour.Should().Be(Avatar.Of(new Person("A. L.", "ada@example.com")).Colour);
        Avatar.Of(new Person("Zoe", null)).Should().Be(Avatar.Of(new Person("Zoe", null)));
        // Stands in docs/protocol.md: whoever makes one by themselves compares with it.
        Avatar.Of(new Person("Ada Lovelace", "ada@example.com")).Should().Be(new Avatar("AL", "#00677f"));
    }

    [Fact]
    public void White_letters_can_be_read_on_every_colour_and_all_are_used()
    {
        foreach (var colour in Avatar.Colours)
            ContrastToWhite(colour).Should().BeGreaterThanOrEqualTo(4.5, colour);
        Enumerable.Range(0, 500).Select(number => Avatar.Of(new Person("", $"user{number}@example.com")).Colour).Distinct().Should().HaveCount(Avatar.Colours.Count);
    }

    private static double ContrastToWhite(string colour)
    {
        var parts = Enumerable.Range(0, 3).Select(part => int.Parse(colour.AsSpan(1 + (2 * part), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(part => part <= 0.03928 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return 1.05 / ((0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]) + 0.05);
    }
}
