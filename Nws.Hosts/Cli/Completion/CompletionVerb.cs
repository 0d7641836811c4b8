using System.CommandLine;
using System.CommandLine.Parsing;

namespace Nws.Hosts.Cli.Completion;

/// <summary><c>nws completion</c>: prints the script that lets a shell complete the words of <c>nws</c>.</summary>
internal static class CompletionVerb
{
    private static readonly Argument<string> Shell = new("shell") { Description = "bash or zsh.", CustomParser = ParseShell };

    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            # Completion of nws for bash. In ~/.bashrc:  source <(nws completion bash)
            _nws() {
                local IFS=$'\n' word
                COMPREPLY=()
                for word in $("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
                    COMPREPLY+=("$(printf '%q' "$word")")
                done
            }
            complete -o bashdefault -o default -F _nws nws
            """,
        ["zsh"] = """
            #compdef nws
            # Completion of nws for zsh. In ~/.zshrc, behind compinit:  source <(nws completion zsh)
            _nws() {
                local -a found
                found=("${(@f)$("${(Q)words[1]}" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
                if [[ -n ${found[1]} ]]; then compadd -a found; else _files; fi
            }
            compdef _nws nws
            """,
    };

    public static Command Create()
    {
        var command = new Command("completion", "Print the script that lets bash or zsh complete verbs, options, and the names of workspaces and variables on the server.") { Shell };
        command.SetAction(parsed =>
        {
            StandardOutput.WriteLine(Scripts[parsed.GetValue(Shell)!]);
            return ExitCodes.Ok;
        });
        return command;
    }

    private static string? ParseShell(ArgumentResult given)
    {
        string word = given.Tokens[0].Value;
        if (Scripts.ContainsKey(word)) return word;
        given.AddError($"There is no completion for '{word}'; there is for bash and zsh.");
        return null;
    }
}
