namespace SessionShare.Terminal.Tests.Redaction;

/// <summary>
/// What commands write, with secrets in it that look real and are none: each is made of pieces and of letters from a fixed seed, so that nobody who searches the repository for
/// secrets finds one.
/// </summary>
/// <param name="Command">What was run.</param>
/// <param name="Output">As the terminal gets it.</param>
/// <param name="Secrets">What nobody else may see.</param>
public sealed record Leak(string Command, string Output, params string[] Secrets)
{
    public override string ToString() => Command;
}

public static class Leaks
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static readonly string Base64 = Letters + "+/";
    private static readonly string Password = "Tr0ub4dor" + "&3-" + Made(6, 1);

    /// <summary>The values of variables of the environment, known as they are.</summary>
    public static readonly string[] Values = [Made(24, 2), "zebra" + " with " + "stripes"];

    public static IReadOnlyList<Leak> All { get; } =
    [
        Env(),
        Git(),
        Curl(),
        CurlBasic(),
        Kubectl(),
        Kubeconfig(),
        DockerLogin(),
        DockerConfig(),
        AwsConfigure(),
        AwsJson(),
        PrivateKey("OPENSSH "),
        PrivateKey("RSA "),
        PrivateKey(""),
        ServiceAccount(),
        Npmrc(),
        Terraform(),
        Azure(),
        Slack(),
        Others(),
        WebToken(),
        Dotenv(),
        Title(),
        Mark(),
        Known(),
    ];

    public static string Made(int length, int seed, string? of = null)
    {
        var random = new Random(seed);
        return string.Concat(Enumerable.Range(0, length).Select(_ => (of ?? Letters)[random.Next((of ?? Letters).Length)]));
    }

    private static Leak Env()
    {
        var (github, gitlab, stripe, open) = (Made(36, 3), Made(20, 4), Made(24, 5), Made(48, 6));
        return new(
            "env",
            $"SHELL=/bin/bash\r\nPWD=/home/demo/src\r\nGITHUB_TOKEN={"gh" + "p_"}{github}\r\nCI_JOB={"glp" + "at-"}{gitlab}\r\nSTRIPE={"sk_" + "live_"}{stripe}\r\nHOME=/home/demo\r\n"
            + $"AI={"sk-" + "proj-"}{open}\r\nDB_PASSWORD={Password}\r\nOLDPWD=/home/demo\r\nTERM=xterm-256color\r\n",
            github, gitlab, stripe, open, Password);
    }

    private static Leak Git()
    {
        var token = Made(36, 7);
        return new(
            "git remote -v",
            $"origin\thttps://demo:{"gh" + "s_"}{token}@github.com/demo/app.git (fetch)\r\norigin\thttps://demo:{Password}@git.example.com/app.git (push)\r\nother\tgit@github.com:demo/app.git (fetch)\r\n",
            token, Password);
    }

    private static Leak Curl()
    {
        var (token, cookie) = (Made(40, 8), Made(32, 9));
        return new(
            "curl -v",
            $"* Connected to api.example.com (192.0.2.1) port 443\r\n> GET /v1/me HTTP/2\r\n> Host: api.example.com\r\n> Authorization: Bearer {token}\r\n> accept: */*\r\n> Cookie: session={cookie}\r\n>\r\n< HTTP/2 200\r\n< content-type: application/json\r\n",
            token, cookie);
    }

    private static Leak CurlBasic()
    {
        var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"demo:{Password}"));
        return new("curl -v with a password", $"> authorization: Basic {basic}\r\n> proxy-authorization: Basic {basic}\r\n< x: y\r\n", basic);
    }

    private static Leak Kubectl()
    {
        var (password, token) = (Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Password)), Made(64, 10));
        return new(
            "kubectl get secret -o yaml",
            $"apiVersion: v1\r\ndata:\r\n  api-token: {token}\r\n  password: {password}\r\nkind: Secret\r\nmetadata:\r\n  name: db\r\n  namespace: default\r\ntype: Opaque\r\n",
            token, password);
    }

    private static Leak Kubeconfig()
    {
        var (key, token) = ("LS0tLS1" + "CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ" + Made(80, 11, Base64), Made(30, 12));
        return new("kubectl config view --raw", $"users:\r\n- name: demo\r\n  user:\r\n    client-key-data: {key}==\r\n    token: {token}7\r\n", key["LS0tLS1CRUdJTi".Length..], token);
    }

    private static Leak DockerLogin()
    {
        var token = Made(30, 13);
        return new("docker login", $"$ docker login -u demo --password {Password} registry.example.com\r\n$ docker login -u demo -p {"dckr_" + "pat_"}{token}\r\nLogin Succeeded\r\n", Password, token);
    }

    private static Leak DockerConfig()
    {
        var auth = Made(30, 14, Base64);
        return new("cat ~/.docker/config.json", $"{{\r\n\t\"auths\": {{\r\n\t\t\"https://index.docker.io/v1/\": {{\r\n\t\t\t\"auth\": \"{auth}==\"\r\n\t\t}}\r\n\t}}\r\n}}\r\n", auth);
    }

    private static Leak AwsConfigure()
    {
        var (id, secret) = (Made(16, 15, Letters[..26]), Made(38, 16, Base64) + "9K");
        return new(
            "aws configure",
            $"AWS Access Key ID [None]: {"AK" + "IA"}{id}\r\nAWS Secret Access Key [None]: {secret}\r\nDefault region name [None]: eu-central-1\r\n$ cat ~/.aws/credentials\r\n[default]\r\naws_access_key_id = {"AK" + "IA"}{id}\r\naws_secret_access_key = {secret}\r\n",
            id, secret);
    }

    private static Leak AwsJson()
    {
        var (secret, session) = (Made(40, 17, Base64), Made(300, 18, Base64));
        return new("aws sts get-session-token", $"{{\r\n    \"Credentials\": {{\r\n        \"AccessKeyId\": \"{"AS" + "IA"}{Made(16, 19, Letters[..26])}\",\r\n        \"SecretAccessKey\": \"{secret}\",\r\n        \"SessionToken\": \"{session}\"\r\n    }}\r\n}}\r\n", secret, session);
    }

    private static Leak PrivateKey(string kind)
    {
        var lines = Enumerable.Range(0, 5).Select(line => Made(line == 4 ? 24 : 64, 20 + line, Base64)).ToArray();
        return new(
            $"cat id_{kind.Trim()}",
            $"$ cat id\r\n-----BEGIN {kind}PRIVATE" + $" KEY-----\r\n{string.Join("\r\n", lines)}==\r\n-----END {kind}PRIVATE" + " KEY-----\r\n$ ssh-keygen -lf id\r\n256 SHA256:abc demo (ED25519)\r\n",
            lines);
    }

    private static Leak ServiceAccount()
    {
        var lines = Enumerable.Range(0, 3).Select(line => Made(64, 30 + line, Base64)).ToArray();
        return new(
            "cat service-account.json",
            $"{{\r\n  \"type\": \"service_account\",\r\n  \"private_key_id\": \"0123abc\",\r\n  \"private_key\": \"-----BEGIN PRIVATE" + $" KEY-----\\n{string.Join("\\n", lines)}\\n-----END PRIVATE" + " KEY-----\\n\",\r\n  \"client_email\": \"a@b.example\"\r\n}\r\n",
            lines);
    }

    private static Leak Npmrc()
    {
        var (token, old) = (Made(36, 34), Made(36, 35));
        return new("cat ~/.npmrc", $"registry=https://registry.example.com/\r\n//registry.example.com/:_authToken={"npm" + "_"}{token}\r\n//old.example.com/:_authToken={old}\r\n//old.example.com/:_password={Made(20, 36)}\r\n", token, old, Made(20, 36));
    }

    private static Leak Terraform()
    {
        var key = Made(86, 37, Base64);
        return new(
            "terraform output",
            $"bucket = \"logs\"\r\ndb_password = \"{Password}\"\r\nstorage = \"DefaultEndpointsProtocol=https;AccountName=demo;AccountKey={key}==;EndpointSuffix=core.example.net\"\r\nurl = \"postgres://app:{Password}@db.example.com:5432/app\"\r\nhidden = <sensitive>\r\n",
            Password, key);
    }

    private static Leak Azure()
    {
        var (signature, client) = (Made(43, 38) + "%3D", Made(40, 39));
        return new("az", $"https://demo.blob.example.net/c?sv=2024-11-04&se=2026-01-01T00%3A00%3A00Z&sr=c&sp=rl&sig={signature}\r\n{{\"appId\": \"1\", \"clientSecret\": \"{client}\"}}\r\n", signature, client);
    }

    private static Leak Slack()
    {
        var (token, hook) = ($"{Made(12, 40, "0123456789")}-{Made(24, 41)}", $"T{Made(8, 42)}/B{Made(8, 43)}/{Made(24, 44)}");
        return new("slack", $"using {"xo" + "xb-"}{token}\r\npost https://hooks.slack.com/services/{hook}\r\n", token, hook);
    }

    private static Leak Others()
    {
        var (google, sendgrid, vault, hf) = (Made(35, 45), $"{Made(22, 46)}.{Made(43, 47)}", Made(90, 48), Made(34, 49));
        return new("others", $"{"AI" + "za"}{google} {"S" + "G."}{sendgrid}\r\n{"hv" + "s."}{vault}\r\n{"h" + "f_"}{hf}\r\n", google, sendgrid, vault, hf);
    }

    private static Leak WebToken()
    {
        var token = $"{Made(33, 50)}.{"ey" + "J"}{Made(80, 51)}.{Made(43, 52)}";
        return new("gcloud auth print-identity-token", $"{"ey" + "J"}{token}\r\n", token);
    }

    private static Leak Dotenv()
    {
        var (first, second) = (Made(12, 53), Made(16, 54));
        return new("cat .env", $"# settings\r\nexport API_KEY='{first}'\r\nSECRET_KEY_BASE={second}\r\nPASSWORD=\"{Password}\"\r\nADMIN_PASSWORD=letme" + "inplease\r\nDEBUG=true\r\n", first, second, Password, "letme" + "inplease");
    }

    private static Leak Title()
    {
        var token = Made(40, 55);
        return new("a title", $"\e]0;curl -H 'Authorization: Bearer {token}'\a$ \e]2;psql postgres://app:{Password}@db/app\e\\ok\r\n", token, Password);
    }

    private static Leak Mark()
    {
        var token = Made(36, 56);
        return new("marks of a shell", $"\e]133;C;cmdline_url=export%20TOKEN%3D{"gh" + "p_"}{token}\a\e]633;E;TOKEN\\x3d{token}\abehind\r\n", token);
    }

    private static Leak Known() => new("what the environment holds", $"connecting with {Values[0]}... and '{Values[1]}'.\r\n", Values);
}
