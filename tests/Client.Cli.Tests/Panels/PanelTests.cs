using System.Text;
using SessionShare.Cli.Panels;
using SessionShare.Protocol;

namespace SessionShare.Cli.Tests.Panels;

public sealed class PanelTests
{
    private static readonly TerminalSize Room = new(80, 23);

    [Fact]
    public void A_menu_is_searched_by_words_in_any_order_and_does_what_is_chosen()
    {
        var done = new List<string>();
        var menu = Menu.Of("Ctrl-^", [new('e', "end sharing", () => done.Add("e")), new('d', "draft: write it", () => done.Add("d")), new('x', "hidden", () => done.Add("x"), () => false)], action => action());

        Lines(menu).Should().Contain(line => line.Contains("Ctrl-^ e\e[22m  end sharing")).And.NotContain(line => line.Contains("hidden"));
        Take(menu, "it draf");
        Lines(menu).Should().NotContain(line => line.Contains("end sharing"));
        Take(menu, "\r").Should().BeFalse();
        done.Should().Equal("d");
    }

    [Fact]
    public void A_list_searches_behind_a_slash_and_passes_other_keys_on_with_what_is_chosen()
    {
        var taken = new List<string>();
        var list = new ListPanel<string>("things", () => ["alpha", "beta", "gamma"], item => item, item => item, "keys", (item, key) =>
        {
            taken.Add($"{item} {key.Name} {key.Text}");
            return true;
        });

        Take(list, "jx/gam\rx");
        taken.Should().Equal("beta Character x", "gamma Enter ", "gamma Character x");
        Take(list, "\e").Should().BeTrue("the search is left first");
        Take(list, "\e").Should().BeFalse();
    }

    [Fact]
    public void A_page_scrolls_finds_selects_and_copies()
    {
        var (copied, selected, left) = ("", ((int, int)?)null, false);
        var pager = new PagerPanel(
            "history", [.. Enumerable.Range(1, 100).Select(number => new PageLine($"row {number}", $"row {number}"))], text => copied = text, range => selected = range, () => left = true);

        Lines(pager)[^2].Should().Contain("row 100");
        Take(pager, "/row 42\r");
        Lines(pager)[0].Should().Contain("line 42 of 100");
        Take(pager, "vjj");
        selected.Should().Be((41, 43));
        Take(pager, "y");
        copied.Should().Be("row 42\nrow 43\nrow 44");
        Take(pager, "g");
        Lines(pager)[1].Should().Contain("row 1");
        Take(pager, "q").Should().BeFalse();
        left.Should().BeTrue();
    }

    [Fact]
    public void A_page_goes_on_into_what_is_older_as_one_scrolls_up_and_searches()
    {
        var (asked, selected) = (0, ((int, int)?)null);
        PagerPanel? pager = null;
        pager = new PagerPanel("history", Page(301, 310), _ => { }, range => selected = range, () => { }, older: () => Task.FromResult<IReadOnlyList<PageLine>?>(asked++ switch
        {
            0 => Page(201, 300),
            1 => Page(101, 200),
            2 => Page(1, 100),
            _ => [],
        }), inTurn: change => change());

        Lines(pager)[0].Should().Contain("line 10 of 10, and older ones");
        Take(pager, "vk");
        selected.Should().Be((8, 9));
        Take(pager, "\e[5~");
        Lines(pager)[0].Should().Contain("line 88 of 110, and older ones", "it went up by a page");
        selected.Should().Be((-13, 9), "what is selected is counted from what was there at first");
        Take(pager, "\e");
        Take(pager, "/row 57\r");
        Lines(pager).Should().Contain(line => line.Contains("row 57"));
        Lines(pager)[0].Should().Contain("line 57 of 310");
        Take(pager, "n");
        asked.Should().Be(4, "nothing is older");
        Lines(pager)[0].Should().Contain("line 57 of 310 ");
        Take(pager, "g");
        Lines(pager)[1].Should().Contain("row 1");
        asked.Should().Be(4);
    }

    [Fact]
    public void A_key_stops_what_goes_back_to_the_start()
    {
        var pages = new Queue<TaskCompletionSource<IReadOnlyList<PageLine>?>>([new(), new(), new()]);
        var asked = new List<TaskCompletionSource<IReadOnlyList<PageLine>?>>();
        var pager = new PagerPanel("history", Page(9, 9), _ => { }, _ => { }, () => { }, older: () =>
        {
            asked.Add(pages.Dequeue());
            return asked[^1].Task;
        }, inTurn: change => change());
        Take(pager, "g");
        Lines(pager)[0].Should().Contain("reading further back");
        asked[0].SetResult(Page(5, 8));
        asked.Should().HaveCount(2);
        Take(pager, "j");
        asked[1].SetResult(Page(1, 4));
        asked.Should().HaveCount(2);
        Lines(pager)[0].Should().Contain("of 9, and older ones");
    }

    private static PageLine[] Page(int first, int last) => [.. Enumerable.Range(first, last - first + 1).Select(number => new PageLine($"row {number}", $"row {number}"))];

    [Fact]
    public void An_empty_page_takes_every_key()
    {
        var pager = new PagerPanel("history", [], _ => { }, _ => { }, () => { });
        Lines(pager);
        Take(pager, "jkgG/x\rnvy\e[5~").Should().BeTrue();
        Lines(pager).Should().HaveCount(23);
    }

    [Fact]
    public void A_question_says_what_is_wrong_with_the_answer_and_asks_again()
    {
        var prompt = new PromptPanel("who?", text => text == "ana" ? null : "is nobody");
        Take(prompt, "eve\r").Should().BeTrue();
        Lines(prompt).Should().Contain(line => line.Contains("is nobody"));
        Take(prompt, "\u0015ana\r").Should().BeFalse();
    }

    private static IReadOnlyList<string> Lines(IPanel panel) => panel.Draw(Room).Lines;

    private static bool Take(IPanel panel, string typed) => new KeyReader().Read(Encoding.UTF8.GetBytes(typed)).Aggregate(true, (open, key) => open && panel.Take(key));
}
