import { Migration } from '@mikro-orm/migrations';

export class Migration20261124141217_restricted_accounts extends Migration {

  override name = 'Migration20261124141217_restricted_accounts';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`evolution_configs\` add column \`restricted_at\` datetime null;`);
    this.addSql(`alter table \`evolution_configs\` add column \`restricted_until\` datetime null;`);

    this.addSql(`create index \`deliveries_recipient_key_index\` on \`deliveries\` (\`recipient_key\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index \`deliveries_recipient_key_index\`;`);

    this.addSql(`alter table \`evolution_configs\` drop column \`restricted_at\`;`);
    this.addSql(`alter table \`evolution_configs\` drop column \`restricted_until\`;`);
  }

}
