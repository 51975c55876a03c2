import { Migration } from '@mikro-orm/migrations';

export class Migration20261124141231_restricted_accounts extends Migration {

  override name = 'Migration20261124141231_restricted_accounts';

  override up(): void | Promise<void> {
    this.addSql(`alter table \`evolution_configs\` add \`restricted_at\` datetime(3) null, add \`restricted_until\` datetime(3) null;`);

    this.addSql(`alter table \`deliveries\` add index \`deliveries_recipient_key_index\` (\`recipient_key\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`deliveries\` drop index \`deliveries_recipient_key_index\`;`);

    this.addSql(`alter table \`evolution_configs\` drop column \`restricted_at\`, drop column \`restricted_until\`;`);
  }

}
